package io.drover.archive;

import io.drover.archive.files.Extent;
import io.drover.archive.files.FileFacts;
import io.drover.archive.files.SystemCalls;
import io.drover.archive.tar.SparseMap;
import io.drover.archive.tar.TarWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Puts a file into a tar, exactly as long as its header says, whatever happens to it meanwhile. A
 * file of up to {@value #AT_ONCE} bytes is read at once, and again where it changed while it was
 * read. A larger one goes out as it is read, since its header went before: what it lost is filled
 * up with zeros, what it gained is left out, and it counts as changed.
 */
final class FileContent {
  static final int AT_ONCE = 1 << 20;
  static final int ATTEMPTS = 3;

  /** Smaller files have no holes worth a system call. */
  private static final long HOLES_FROM = 16 * 1024;

  private final SystemCalls calls;
  private final Digests digest = new Digests();
  private final ByteBuffer buffer = ByteBuffer.allocate(AT_ONCE);
  private final byte[] chunk = new byte[128 * 1024];

  FileContent(SystemCalls calls) {
    this.calls = calls;
  }

  /**
   * Writes a file.
   *
   * @param entry makes the entry of what {@code lstat} says
   * @return the entry with digest, and whether it changed
   * @throws NoSuchFileException when it vanished before anything was written
   */
  Entry write(Path path, FileFacts before, UnaryFacts entry, TarWriter tar, Progressing progress)
      throws IOException {
    FileFacts facts = before;
    for (int attempt = 1; facts.size() <= AT_ONCE; attempt++) {
      List<Extent> extents = extents(path, facts.size());
      int got = readAtOnce(path, (int) facts.size());
      FileFacts after = FileFacts.of(path);
      if (after.type() != EntryType.FILE) {
        throw new NoSuchFileException(path.toString());
      }
      boolean stable = got == facts.size() && after.isUnchangedSince(facts);
      if (stable || attempt == ATTEMPTS) {
        return writeAtOnce(entry.of(facts), extents, got, !stable, tar, progress);
      }
      facts = after;
    }
    return writeAsRead(path, facts, entry.of(facts), tar, progress);
  }

  /** Makes an entry. */
  interface UnaryFacts {
    Entry of(FileFacts facts) throws IOException;
  }

  /** Hears of content that was passed. */
  interface Progressing {
    void passed(long bytes);
  }

  private List<Extent> extents(Path path, long size) throws IOException {
    return size < HOLES_FROM ? SparseMap.dense(size).extents() : calls.extents(path, size);
  }

  private int readAtOnce(Path path, int size) throws IOException {
    buffer.clear().limit(size);
    try (SeekableByteChannel channel = open(path)) {
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // Read on.
      }
    } catch (IOException failed) {
      throw unreadable(path, failed);
    }
    Arrays.fill(buffer.array(), buffer.position(), size, (byte) 0);
    return buffer.position();
  }

  private static SeekableByteChannel open(Path path) throws IOException {
    try {
      return Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException failed) {
      throw unreadable(path, failed);
    }
  }

  /**
   * An error of this file alone. The JDK has no kind of its own for a link that it doesn't follow,
   * nor for a disk that can't be read.
   */
  private static IOException unreadable(Path path, IOException failed) {
    if (failed instanceof FileSystemException) {
      return failed;
    }
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        ? new FileSystemException(path.toString(), null, failed.getMessage())
        : new NoSuchFileException(path.toString());
  }

  private Entry writeAtOnce(
      Entry entry,
      List<Extent> extents,
      int got,
      boolean changed,
      TarWriter tar,
      Progressing progress)
      throws IOException {
    int size = (int) entry.size();
    // Holes of a file that changed are those of another moment.
    SparseMap map = changed ? SparseMap.dense(size) : new SparseMap(size, extents);
    digest.add(buffer.array(), 0, size);
    tar.file(entry, map);
    for (Extent one : map.extents()) {
      tar.data(buffer.array(), (int) one.offset(), (int) one.length());
    }
    progress.passed(size);
    return entry.read(digest.hex(), changed);
  }

  private Entry writeAsRead(
      Path path, FileFacts facts, Entry entry, TarWriter tar, Progressing progress)
      throws IOException {
    try (SeekableByteChannel channel = open(path)) {
      SparseMap map = new SparseMap(facts.size(), extents(path, facts.size()));
      tar.file(entry, map);
      boolean whole = true;
      long at = 0;
      for (Extent one : map.extents()) {
        hole(one.offset() - at, progress);
        whole &= copy(channel, one, tar, progress);
        at = one.end();
      }
      hole(map.size() - at, progress);
      return entry.read(digest.hex(), !whole || !isUnchanged(path, facts));
    }
  }

  private void hole(long length, Progressing progress) {
    digest.addZeros(length);
    progress.passed(length);
  }

  /** Copies a part; false when it wasn't all there any more. */
  private boolean copy(
      SeekableByteChannel channel, Extent extent, TarWriter tar, Progressing progress)
      throws IOException {
    channel.position(extent.offset());
    boolean whole = true;
    for (long left = extent.length(); left > 0; ) {
      int wanted = (int) Math.min(chunk.length, left);
      int got = whole ? channel.read(ByteBuffer.wrap(chunk, 0, wanted)) : wanted;
      if (got <= 0) {
        whole = false;
        Arrays.fill(chunk, (byte) 0);
        continue;
      }
      digest.add(chunk, 0, got);
      tar.data(chunk, 0, got);
      progress.passed(got);
      left -= got;
    }
    return whole;
  }

  private static boolean isUnchanged(Path path, FileFacts before) {
    try {
      return FileFacts.of(path).isUnchangedSince(before);
    } catch (IOException gone) {
      return false;
    }
  }
}
