package io.drover.agent.observe;

import io.drover.agent.model.Field;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Reads numbers out of the files of one container; a file that fails makes its numbers unknown. */
final class FieldReader implements AutoCloseable {
  private final ByteBuffer buffer;
  private final Map<Path, KernelFile> files = new HashMap<>();

  FieldReader(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /** One number out of one file. */
  Field field(Path file, Function<String, Field> parse) {
    return text(file, parse, Field::unknown);
  }

  /** Anything out of one file. */
  <T> T text(Path file, Function<String, T> parse, Function<String, T> otherwise) {
    try {
      return parse.apply(files.computeIfAbsent(file, at -> new KernelFile(at, buffer)).read());
    } catch (IOException failed) {
      return otherwise.apply(reason(file, failed));
    }
  }

  private static String reason(Path file, IOException failed) {
    String message = failed.getMessage();
    return message == null || message.equals(file.toString())
        ? file.getFileName() + " is not there"
        : file.getFileName() + ": " + message;
  }

  @Override
  public void close() {
    files.values().forEach(KernelFile::close);
    files.clear();
  }
}
