package io.drover.agent.observe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads files that the kernel writes anew for whoever reads them. None stays open: the kernel would
 * keep a page for each, charged to the agent, 3.3 MiB with 50 containers, and opening one takes
 * some microseconds. For one thread.
 */
final class KernelFile {
  /** One page is what most of them have; larger ones are read in several steps. */
  private final byte[] buffer = new byte[4096];

  /**
   * The whole text.
   *
   * @throws IOException when the file is not there, or not any more
   */
  String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      int count = in.read(buffer);
      String text = part(count);
      // Hardly ever a second part; the end is only told by a read that finds nothing.
      while ((count = in.read(buffer)) > 0) {
        text = text.concat(part(count));
      }
      return text;
    }
  }

  private String part(int count) {
    return new String(buffer, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
  }
}
