package io.drover.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.archive.ArchiveRecord.End;
import io.drover.archive.files.Extent;
import io.drover.archive.files.SystemCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that change while a volume is read. What the changes hang on is a step of the reading: the
 * first bytes of the archive, an entry that is done, or a question to the kernel.
 */
class ChangingFilesTest {
  private static final int LARGE = 9_000_000;

  /** Larger than what is asked for holes from, smaller than what is read at once. */
  private static final int SMALL = 100_000;

  @TempDir Path folder;

  private Path from;
  private Path file;
  private final Map<String, Entry> entries = new TreeMap<>();
  private final Map<String, String> warnings = new TreeMap<>();
  private final ByteArrayOutputStream archive = new ByteArrayOutputStream();
  private Step onFirstBytes = () -> {};
  private Step onExtents = () -> {};
  private Map<String, Step> onEntry = Map.of();

  private interface Step {
    void run() throws IOException;
  }

  @BeforeEach
  void makeFolder() throws IOException {
    from = Files.createDirectory(folder.resolve("from"));
    file = from.resolve("file");
  }

  private static byte[] noise(int length, int seed) {
    byte[] noise = new byte[length];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  /** The kernel's calls, with a step before each question for holes. */
  private SystemCalls calls() {
    SystemCalls real = SystemCalls.best();
    return (SystemCalls)
        Proxy.newProxyInstance(
            SystemCalls.class.getClassLoader(),
            new Class<?>[] {SystemCalls.class},
            (proxy, method, arguments) -> {
              if (method.getReturnType() == List.class) {
                List<Extent> extents = real.extents((Path) arguments[0], (Long) arguments[1]);
                onExtents.run();
                return extents;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            });
  }

  private End write() throws IOException {
    OutputStream out =
        new OutputStream() {
          private boolean begun;

          @Override
          public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!begun) {
              begun = true;
              onFirstBytes.run();
            }
            archive.write(bytes, offset, length);
          }
        };
    return VolumeArchiver.write(
        calls(), from, out, new ArchiveOptions(List.of(), List.of(), 0, 1), this::hear);
  }

  private void hear(ArchiveRecord record) {
    try {
      switch (record) {
        case ArchiveRecord.OfEntry(Entry entry) -> {
          entries.put(entry.path().toString(), entry);
          onEntry.getOrDefault(entry.path().toString(), () -> {}).run();
        }
        case ArchiveRecord.Warning(RawText path, String what) ->
            warnings.put(path.toString(), what);
        default -> assertThat(record).isInstanceOf(ArchiveRecord.Progress.class);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Restores what was written; every digest must be that of what comes out. */
  private Path restored() throws IOException {
    Path to = Files.createDirectory(folder.resolve("to"));
    VolumeExtractor.extract(
        new ByteArrayInputStream(archive.toByteArray()),
        to,
        record -> {
          if (record instanceof ArchiveRecord.OfEntry(Entry entry)) {
            assertThat(entry.sha256()).isEqualTo(entries.get(entry.path().toString()).sha256());
          }
        });
    return to;
  }

  @Test
  void aLargeFileThatShrinksIsFilledUpAndCountsAsChanged() throws IOException {
    byte[] content = noise(LARGE, 1);
    Files.write(file, content);
    onFirstBytes = () -> Shell.run("truncate -s 7000000 \"$1\"", file);
    End end = write();
    assertThat(end.changed()).isEqualTo(1);
    assertThat(entries.get("file").changed()).isTrue();
    byte[] found = Files.readAllBytes(restored().resolve("file"));
    assertThat(found).hasSize(LARGE);
    assertThat(Arrays.copyOf(found, 7_000_000)).isEqualTo(Arrays.copyOf(content, 7_000_000));
    assertThat(Arrays.copyOfRange(found, 7_000_000, LARGE)).containsOnly(0);
  }

  @Test
  void aLargeFileThatGrowsIsSavedAsLongAsItWas() throws IOException {
    byte[] content = noise(LARGE, 2);
    Files.write(file, content);
    onFirstBytes = () -> Files.write(file, noise(500_000, 3), StandardOpenOption.APPEND);
    assertThat(write().changed()).isEqualTo(1);
    assertThat(Files.readAllBytes(restored().resolve("file"))).isEqualTo(content);
  }

  @Test
  void aLargeFileThatIsReplacedIsTheOldOne() throws IOException {
    byte[] content = noise(LARGE, 4);
    Files.write(file, content);
    onFirstBytes =
        () -> {
          Files.delete(file);
          Files.writeString(file, "another");
        };
    assertThat(write().changed()).isEqualTo(1);
    assertThat(Files.readAllBytes(restored().resolve("file"))).isEqualTo(content);
  }

  @Test
  void aSmallFileThatChangesOnceIsReadAgain() throws IOException {
    Files.write(file, noise(SMALL, 5));
    byte[] later = noise(SMALL + 1000, 6);
    onExtents =
        () -> {
          Files.write(file, later);
          onExtents = () -> {};
        };
    assertThat(write().changed()).isZero();
    assertThat(Files.readAllBytes(restored().resolve("file"))).isEqualTo(later);
  }

  @Test
  void aSmallFileThatKeepsChangingCountsAsChanged() throws IOException {
    Files.write(file, noise(SMALL, 7));
    onExtents = () -> Files.write(file, noise(10, 8), StandardOpenOption.APPEND);
    assertThat(write().changed()).isEqualTo(1);
    assertThat(entries.get("file").size())
        .isEqualTo(SMALL + (FileContent.ATTEMPTS - 1) * 10L)
        .isEqualTo(Files.size(restored().resolve("file")));
  }

  @Test
  void aSmallFileThatOutgrowsReadingAtOnceIsReadAsItGoes() throws IOException {
    Files.write(file, noise(SMALL, 9));
    byte[] later = noise(FileContent.AT_ONCE * 3, 10);
    onExtents =
        () -> {
          Files.write(file, later);
          onExtents = () -> {};
        };
    assertThat(write().changed()).isZero();
    assertThat(Files.readAllBytes(restored().resolve("file"))).isEqualTo(later);
  }

  @Test
  void whatVanishesIsToldAndLeftOut() throws IOException {
    Files.writeString(from.resolve("a"), "first");
    Files.writeString(from.resolve("b"), "vanishes");
    Files.createDirectories(from.resolve("c/inside"));
    Files.write(from.resolve("d"), noise(SMALL, 11));
    Files.writeString(from.resolve("e"), "last");
    onEntry =
        Map.of(
            "a",
            () -> {
              Files.delete(from.resolve("b"));
              Files.delete(from.resolve("c/inside"));
              Files.delete(from.resolve("c"));
            });
    onExtents = () -> Files.delete(from.resolve("d"));
    End end = write();
    assertThat(entries).containsOnlyKeys(".", "a", "e");
    assertThat(warnings).containsOnlyKeys("b", "c", "d");
    assertThat(end.entries()).isEqualTo(3);
    assertThat(end.missed()).isZero();
    assertThat(Files.readString(restored().resolve("e"))).isEqualTo("last");
  }

  @Test
  void aFileThatBecomesALinkIsNotFollowed() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "not of this volume");
    Files.writeString(from.resolve("a"), "first");
    Files.write(file, noise(SMALL, 12));
    onExtents =
        () -> {
          Files.delete(file);
          Files.createSymbolicLink(file, outside);
        };
    write();
    assertThat(entries).containsOnlyKeys(".", "a");
    assertThat(restored().resolve("file")).doesNotExist();
  }
}
