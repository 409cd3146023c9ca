package io.drover.archive;

import io.drover.archive.tar.TarReader;
import io.drover.archive.zstd.ZstdFrames;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds an archive against its index: every entry, every attribute, the SHA-256 of every file. Both
 * are read once, side by side; nothing is restored.
 */
public final class ArchiveVerifier {
  static final int MOST_TOLD = 100;

  private final List<String> problems = new ArrayList<>();
  private long problemCount;
  private long entries;
  private long bytes;

  private ArchiveVerifier() {}

  /**
   * Verifies.
   *
   * @param archive tar compressed by zstd, not encrypted; is read to its end unless it is damaged
   * @param index likewise
   * @throws IOException when one of the streams can't be read; that an archive is damaged is a
   *     problem in the answer
   */
  public static Verification verify(InputStream archive, InputStream index) throws IOException {
    return new ArchiveVerifier().run(archive, index);
  }

  private Verification run(InputStream archive, InputStream index) throws IOException {
    MeteredInput metered = new MeteredInput(archive);
    try {
      compare(new TarReader(new ZstdFrames(metered)), new IndexReader(index));
      metered.drain();
    } catch (ArchiveException damaged) {
      problem(damaged.getMessage());
    }
    return new Verification(
        entries, bytes, metered.count(), metered.sha256(), problems, problemCount);
  }

  private void compare(TarReader tar, IndexReader index) throws IOException {
    Optional<Entry> found;
    while ((found = tar.next()).isPresent()) {
      Entry entry = digested(found.get(), tar);
      entries++;
      bytes += entry.size();
      Optional<Entry> said = index.next();
      if (said.isEmpty()) {
        problem(entry.path() + ": in the archive, but not in the index");
      } else if (!said.get().path().equals(entry.path())) {
        throw new ArchiveException(
            "%s: in the archive where the index has %s".formatted(entry.path(), said.get().path()));
      } else {
        compare(entry, said.get());
      }
    }
    Optional<Entry> said;
    while ((said = index.next()).isPresent()) {
      problem(said.get().path() + ": in the index, but not in the archive");
    }
  }

  private static Entry digested(Entry entry, TarReader tar) throws IOException {
    if (entry.type() != EntryType.FILE) {
      return entry;
    }
    Digests digest = new Digests();
    tar.content(
        new TarReader.Content() {
          @Override
          public void data(byte[] bytes, int offset, int length) {
            digest.add(bytes, offset, length);
          }

          @Override
          public void hole(long length) {
            digest.addZeros(length);
          }
        });
    return entry.read(digest.hex(), false);
  }

  private void compare(Entry found, Entry said) {
    if (!found.sha256().equals(said.sha256())) {
      problem(
          "%s: its SHA-256 is %s, the index says %s"
              .formatted(found.path(), found.sha256(), said.sha256()));
    } else if (!found.equals(said.read(said.sha256(), false))) {
      problem("%s: %s, the index says %s".formatted(found.path(), found, said));
    }
  }

  private void problem(String what) {
    problemCount++;
    if (problems.size() < MOST_TOLD) {
      problems.add(what);
    }
  }
}
