package io.drover.agent.observe;

import io.drover.agent.model.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads numbers out of the kernel's files; a file that fails makes its numbers unknown. */
final class FieldReader {
  private final KernelFile files = new KernelFile();

  /** One number out of one file. */
  Field field(Path file, Function<String, Field> parse) {
    return text(file, parse, Field::unknown);
  }

  /** Anything out of one file. */
  <T> T text(Path file, Function<String, T> parse, Function<String, T> otherwise) {
    try {
      return parse.apply(files.read(file));
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
}
