package io.drover.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Archives a folder and restores it elsewhere, in a JVM of its own. */
final class RoundTrip {
  private RoundTrip() {}

  public static void main(String[] args) throws IOException {
    Path archive = Path.of(args[1]);
    try (OutputStream out = Files.newOutputStream(archive)) {
      VolumeArchiver.write(Path.of(args[0]), out, ArchiveOptions.plain(), RoundTrip::refuse);
    }
    try (InputStream in = Files.newInputStream(archive)) {
      VolumeExtractor.extract(in, Path.of(args[2]), RoundTrip::refuse);
    }
  }

  private static void refuse(ArchiveRecord record) {
    if (record instanceof ArchiveRecord.Warning warning) {
      throw new IllegalStateException(warning.toString());
    }
  }
}
