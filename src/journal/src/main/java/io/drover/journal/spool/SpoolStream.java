package io.drover.journal.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The draining side of a stream: gives its records in order, and forgets them once they are safe.
 * For one draining thread; segments may be added by another.
 */
final class SpoolStream {
  private static final String SUFFIX = ".log";
  private static final String MARK = "drained";
  private static final int SCAN_RECORDS = 500;

  private record Segment(Path file, LongSupplier end) {}

  private final Path directory;
  private final StreamLock lock;
  private final ConcurrentNavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
  private final List<Spooled> pending = new ArrayList<>();
  private long drainedSeq;
  private long readingSegment;
  private SegmentReader reader;
  private volatile long damagedLines;

  /** A stream whose lock is held, with the segments that are there. */
  SpoolStream(Path directory, StreamLock lock) throws IOException {
    this.directory = directory;
    this.lock = lock;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        long size = Files.size(file);
        segments.put(
            Long.parseLong(name.substring(0, name.length() - SUFFIX.length())),
            new Segment(file, () -> size));
      }
    }
    drainedSeq = readMark();
  }

  /** Opens a new segment for appending, which begins with this number. */
  SegmentWriter addSegment(long firstSeq) throws IOException {
    Path file = directory.resolve(String.format("%020d%s", firstSeq, SUFFIX));
    SegmentWriter writer = new SegmentWriter(file);
    syncDirectory(directory);
    segments.put(firstSeq, new Segment(file, writer::end));
    return writer;
  }

  /**
   * The next records, at most so many; the same ones until {@link #drained} is called. None means
   * that all is drained.
   */
  List<Spooled> next(int max) throws IOException {
    Map.Entry<Long, Segment> current = segments.ceilingEntry(readingSegment);
    while (pending.isEmpty() && current != null) {
      // Whether it is the last one must be known before its end is: it may grow and be closed
      // between.
      Map.Entry<Long, Segment> following = segments.higherEntry(current.getKey());
      if (reader == null) {
        reader = new SegmentReader(current.getValue().file());
      }
      long damagedBefore = reader.damagedLines();
      reader.read(pending, max, current.getValue().end().getAsLong());
      damagedLines += reader.damagedLines() - damagedBefore;
      boolean gotNothing = pending.isEmpty();
      pending.removeIf(record -> record.seq() <= drainedSeq);
      if (gotNothing) {
        if (following == null) {
          break;
        }
        readingSegment = following.getKey();
        reader = null;
        current = following;
        removeReadSegments();
      }
    }
    return List.copyOf(pending);
  }

  /** Makes durable that the records which {@link #next} gave are safe elsewhere. */
  void drained() throws IOException {
    if (!pending.isEmpty()) {
      long seq = pending.getLast().seq();
      writeMark(seq);
      drainedSeq = seq;
      pending.clear();
    }
  }

  /** Shows every record that is not drained, in order. */
  void forEachRemaining(Consumer<Spooled> visitor) throws IOException {
    for (Segment segment : segments.values()) {
      SegmentReader scan = new SegmentReader(segment.file());
      List<Spooled> some = new ArrayList<>();
      do {
        some.clear();
        scan.read(some, SCAN_RECORDS, segment.end().getAsLong());
        some.stream().filter(record -> record.seq() > drainedSeq).forEach(visitor);
      } while (!some.isEmpty());
    }
  }

  /** Bytes on disk. */
  long bytes() {
    return segments.values().stream().mapToLong(segment -> segment.end().getAsLong()).sum();
  }

  /** Lines met so far whose checksum did not match. */
  long damagedLines() {
    return damagedLines;
  }

  /** Removes a stream of which all is drained. */
  void remove() throws IOException {
    for (Segment segment : segments.values()) {
      Files.deleteIfExists(segment.file());
    }
    segments.clear();
    Files.deleteIfExists(directory.resolve(MARK));
    Files.deleteIfExists(directory.resolve(MARK + ".next"));
    lock.remove();
    Files.deleteIfExists(directory);
  }

  /** Leaves the stream to whoever adopts it. */
  void release() throws IOException {
    lock.release();
  }

  /** Whether bytes remain behind the last whole line that was read: a line torn by a crash. */
  boolean endsTorn() {
    Map.Entry<Long, Segment> last = segments.lastEntry();
    return last != null && reader != null && reader.offset() < last.getValue().end().getAsLong();
  }

  private void removeReadSegments() throws IOException {
    ConcurrentNavigableMap<Long, Segment> read = segments.headMap(readingSegment);
    for (Segment segment : read.values()) {
      Files.deleteIfExists(segment.file());
    }
    read.clear();
  }

  private long readMark() throws IOException {
    try {
      return Long.parseLong(Files.readString(directory.resolve(MARK)).strip());
    } catch (NoSuchFileException neverDrained) {
      return Long.MIN_VALUE;
    } catch (NumberFormatException damaged) {
      // Draining again from the start doubles nothing: the database knows the ids.
      return Long.MIN_VALUE;
    }
  }

  private void writeMark(long seq) throws IOException {
    Path next = directory.resolve(MARK + ".next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.US_ASCII.encode(seq + "\n"));
      channel.force(true);
    }
    Files.move(next, directory.resolve(MARK), StandardCopyOption.ATOMIC_MOVE);
  }

  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
