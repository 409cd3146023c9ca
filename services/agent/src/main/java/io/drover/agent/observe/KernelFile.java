package io.drover.agent.observe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that the kernel writes anew whenever its start is read. It is kept open, since opening
 * costs more than reading. For one thread.
 */
final class KernelFile implements AutoCloseable {
  /** One page is what most of them have; larger ones are read in several steps. */
  private static final int CHUNK = 4096;

  private final Path path;
  private final ByteBuffer buffer;
  private FileChannel channel;

  /**
   * Opens nothing yet.
   *
   * @param buffer may be shared by files that are read one after the other
   */
  KernelFile(Path path, ByteBuffer buffer) {
    this.path = path;
    this.buffer = buffer;
  }

  static ByteBuffer newBuffer() {
    return ByteBuffer.allocateDirect(CHUNK);
  }

  /**
   * The whole text.
   *
   * @throws IOException when the file is not there, or not any more
   */
  String read() throws IOException {
    try {
      if (channel == null) {
        channel = FileChannel.open(path, StandardOpenOption.READ);
      }
      StringBuilder text = new StringBuilder();
      long at = 0;
      while (true) {
        buffer.clear();
        int count = channel.read(buffer, at);
        if (count <= 0) {
          return text.toString();
        }
        at += count;
        text.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
      }
    } catch (IOException gone) {
      close();
      throw gone;
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException ignored) {
        // It was open for reading only: nothing can be lost.
      }
      channel = null;
    }
  }
}
