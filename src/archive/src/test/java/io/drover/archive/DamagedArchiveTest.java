package io.drover.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are damaged, cut off or hostile. */
class DamagedArchiveTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream index = new ByteArrayOutputStream();

  private byte[] archive() throws IOException {
    Path from = Files.createDirectory(folder.resolve("from"));
    byte[] noise = new byte[3_000_000];
    new Random(1).nextBytes(noise);
    Files.write(from.resolve("noise"), noise);
    Files.writeString(from.resolve("text"), "a line\n".repeat(10_000));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (IndexWriter entries = new IndexWriter(index)) {
      VolumeArchiver.write(
          from,
          out,
          ArchiveOptions.plain(),
          record -> {
            if (record instanceof ArchiveRecord.OfEntry(Entry entry)) {
              try {
                entries.add(entry);
              } catch (IOException impossible) {
                throw new java.io.UncheckedIOException(impossible);
              }
            }
          });
    }
    return out.toByteArray();
  }

  @Test
  void everyFlippedBitIsFound() throws IOException {
    byte[] archive = archive();
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      byte[] damaged = archive.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Verification found =
          ArchiveVerifier.verify(
              new ByteArrayInputStream(damaged), new ByteArrayInputStream(index.toByteArray()));
      assertThat(found.isSound()).isFalse();
    }
  }

  @Test
  void whatIsCutOffIsNoArchive() throws IOException {
    byte[] archive = archive();
    Random random = new Random(8);
    for (int i = 0; i < 20; i++) {
      byte[] part = Arrays.copyOf(archive, random.nextInt(archive.length));
      Path to = Files.createDirectory(folder.resolve("to" + i));
      assertThatThrownBy(
              () -> VolumeExtractor.extract(new ByteArrayInputStream(part), to, record -> {}))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void nothingIsWrittenOutside() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path from = Files.createDirectory(folder.resolve("evil"));
    Files.createSymbolicLink(from.resolve("link"), outside);
    Files.writeString(from.resolve("file"), "planted");
    for (String script :
        new String[] {
          "tar -c --format=pax -P --transform 's,^file,../outside/x,' -C \"$1\" file | zstd",
          "tar -c --format=pax -P --transform \"s,^file,$2/x,\" -C \"$1\" file | zstd",
          "tar -c --format=pax --transform 's,^file,link/x,' -C \"$1\" link file | zstd",
          "ln \"$1/file\" \"$1/other\"; tar -c --format=pax -P --transform 's,^file,/etc/passwd,'"
              + " -C \"$1\" file other | tar --delete -P /etc/passwd | zstd; rm \"$1/other\"",
          "ln \"$1/file\" \"$1/other\"; tar -c --format=pax --transform 's,^file,link/x,'"
              + " -C \"$1\" link file other | tar --delete link/x | zstd; rm \"$1/other\""
        }) {
      Path archive = Files.createTempFile(folder, "evil", ".tar.zst");
      Shell.run("{ " + script + "; } >\"$3\"", from, outside, archive);
      Path to = Files.createTempDirectory(folder, "to");
      try (var in = Files.newInputStream(archive)) {
        assertThatThrownBy(() -> VolumeExtractor.extract(in, to, record -> {}))
            .isInstanceOf(ArchiveException.class);
      }
      assertThat(outside).isEmptyDirectory();
    }
  }
}
