package io.drover.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.archive.ArchiveRecord.End;
import io.drover.archive.age.Age;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of every odd kind go through an archive, and through the distribution's tar, zstd and age
 * on either side; what comes out is listed by find, sha256sum and getfattr.
 */
class OddFilesTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path odd;
  private static Path archive;
  private static Path index;
  private static End written;
  private static List<String> before;

  @BeforeAll
  static void archiveThem() throws IOException {
    odd = Shell.oddFiles(shared.resolve("odd"));
    before = Shell.list(odd);
    archive = shared.resolve("odd.tar.zst");
    index = shared.resolve("odd.index.jsonl.zst");
    written = write(ArchiveOptions.plain(), archive, index);
  }

  private static End write(ArchiveOptions options, Path archive, Path index) throws IOException {
    try (OutputStream out = Files.newOutputStream(archive);
        IndexWriter entries = new IndexWriter(Files.newOutputStream(index))) {
      return VolumeArchiver.write(odd, out, options, record -> add(entries, record));
    }
  }

  private static void add(IndexWriter index, ArchiveRecord record) {
    if (record instanceof ArchiveRecord.OfEntry(Entry entry)) {
      try {
        index.add(entry);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    } else {
      assertThat(record).isInstanceOf(ArchiveRecord.Progress.class);
    }
  }

  /** Says only what differs. */
  private static void assertSame(List<String> found, List<String> expected) {
    List<String> more = new ArrayList<>(found);
    more.removeAll(new java.util.HashSet<>(expected));
    List<String> fewer = new ArrayList<>(expected);
    fewer.removeAll(new java.util.HashSet<>(found));
    assertThat(more).as("only found").isEmpty();
    assertThat(fewer).as("only expected").isEmpty();
    assertThat(found).hasSameSizeAs(expected);
  }

  private static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file));
  }

  @Test
  void extractingRestoresEveryKind() throws IOException {
    Path to = Files.createDirectory(folder.resolve("to"));
    List<Entry> entries = new ArrayList<>();
    End end;
    try (InputStream in = open(archive)) {
      end =
          VolumeExtractor.extract(
              in,
              to,
              record -> {
                switch (record) {
                  case ArchiveRecord.OfEntry(Entry entry) -> entries.add(entry);
                  case ArchiveRecord.Warning warning -> throw new AssertionError(warning);
                  default -> assertThat(record).isInstanceOf(ArchiveRecord.Progress.class);
                }
              });
    }
    assertSame(Shell.list(to), before);
    assertThat(end).isEqualTo(written);
    try (IndexReader said = new IndexReader(open(index))) {
      for (Entry entry : entries) {
        assertThat(said.next()).contains(entry);
      }
      assertThat(said.next()).isEmpty();
    }
  }

  @Test
  void gnuTarRestoresWhatWeWrite() throws IOException {
    Path to = Files.createDirectory(folder.resolve("to"));
    Shell.run(
        "zstd -dc \"$1\" | tar -x --numeric-owner -p --xattrs --xattrs-include='*' -C \"$2\"",
        archive,
        to);
    assertSame(Shell.list(to), Shell.listWithoutSockets(odd));
  }

  @Test
  void weRestoreWhatGnuTarWrites() throws IOException {
    Path theirs = folder.resolve("theirs.tar.zst");
    Shell.run(
        "tar -c --format=pax --sparse --numeric-owner --xattrs --xattrs-include='*' -C \"$1\" . 2>\"$2.log\""
            + " | zstd -q -o \"$2\"",
        odd,
        theirs);
    Path to = Files.createDirectory(folder.resolve("to"));
    try (InputStream in = open(theirs)) {
      VolumeExtractor.extract(in, to, record -> {});
    }
    // GNU tar leaves sockets out.
    Path expected = Files.createDirectory(folder.resolve("expected"));
    Shell.run("cp -a --sparse=always \"$1/.\" \"$2\" && rm \"$2/sockets/socket\"", odd, expected);
    Shell.run("touch -r \"$1/sockets\" \"$2/sockets\"; touch -r \"$1\" \"$2\"", odd, expected);
    assertSame(Shell.list(to), Shell.list(expected));
  }

  @Test
  void theDigestIsThatOfTheFile() {
    assertThat(Shell.run("sha256sum <\"$1\"", archive)).startsWith(written.archiveSha256());
    assertThat(written.archiveBytes()).isEqualTo(archive.toFile().length());
    assertThat(written.changed()).isZero();
    assertThat(written.missed()).isZero();
  }

  @Test
  void theArchiveFitsItsIndex() throws IOException {
    try (InputStream in = open(archive);
        InputStream said = open(index)) {
      Verification verification = ArchiveVerifier.verify(in, said);
      assertThat(verification.problems()).isEmpty();
      assertThat(verification.isSound()).isTrue();
      assertThat(verification.entries()).isEqualTo(written.entries());
      assertThat(verification.bytes()).isEqualTo(written.bytes());
      assertThat(verification.archiveSha256()).isEqualTo(written.archiveSha256());
    }
  }

  @Test
  void theDistributionsAgeDecryptsAndWeDecryptItsOwn() throws IOException {
    Path key = folder.resolve("key");
    Path other = folder.resolve("other");
    Shell.run("age-keygen -o \"$1\" 2>/dev/null; age-keygen -o \"$2\" 2>/dev/null", key, other);
    String recipient = Shell.run("age-keygen -y \"$1\"", key).strip();
    String second = Shell.run("age-keygen -y \"$1\"", other).strip();
    Path encrypted = folder.resolve("odd.tar.zst.age");
    End end =
        write(
            new ArchiveOptions(List.of(recipient, second), List.of(), 0, 2),
            encrypted,
            folder.resolve("index"));
    assertThat(Shell.run("sha256sum <\"$1\"", encrypted)).startsWith(end.archiveSha256());
    Path to = Files.createDirectory(folder.resolve("to"));
    Shell.run(
        "age -d -i \"$1\" \"$2\" | zstd -d | tar -x --numeric-owner -p --xattrs --xattrs-include='*' -C \"$3\"",
        other,
        encrypted,
        to);
    assertSame(Shell.list(to), Shell.listWithoutSockets(odd));

    String identity = Shell.run("grep AGE-SECRET \"$1\"", key).strip();
    Path theirs = folder.resolve("theirs.age");
    Shell.run("age -r \"$1\" -o \"$2\" \"$3\"", recipient, theirs, archive);
    try (InputStream in = Age.decrypting(open(theirs), List.of(identity));
        InputStream said = open(index)) {
      assertThat(ArchiveVerifier.verify(in, said).problems()).isEmpty();
    }
  }

  @Test
  void namesSurviveAJvmWithoutALocale() throws IOException {
    Path again = folder.resolve("again.tar.zst");
    Path to = Files.createDirectory(folder.resolve("to"));
    Shell.run(
        "LC_ALL=POSIX LANG= \"$1\" -XX:+UseSerialGC -cp \"$2\" io.drover.archive.RoundTrip \"$3\" \"$4\" \"$5\"",
        Path.of(System.getProperty("java.home"), "bin/java"),
        System.getProperty("java.class.path"),
        odd,
        again,
        to);
    assertSame(Shell.list(to), before);
  }

  @Test
  void whatIsExcludedIsLeftOutWithAllThatIsInIt() throws IOException {
    Path part = folder.resolve("part.tar.zst");
    List<String> names = new ArrayList<>();
    try (OutputStream out = Files.newOutputStream(part)) {
      VolumeArchiver.write(
          odd,
          out,
          new ArchiveOptions(List.of(), List.of("many", "deep/**", "sp*", "links/*-b"), 0, 1),
          record -> {
            if (record instanceof ArchiveRecord.OfEntry(Entry entry)) {
              names.add(entry.path().toString());
            }
          });
    }
    assertThat(names)
        .contains(".", "links", "deep", "plain")
        .doesNotContain("many", "many/file-00001", "sparse", "links/linked-b")
        .noneMatch(name -> name.startsWith("deep/"));
  }
}
