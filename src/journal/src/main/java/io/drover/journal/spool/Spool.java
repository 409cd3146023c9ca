package io.drover.journal.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * This process's part of a spool directory: the stream that it writes and the orphans that it
 * adopted. Any thread may append; adopting and draining is for one thread.
 */
public final class Spool implements Closeable {
  private final SpoolSettings settings;
  private final InstantSource clock;
  private final ReentrantLock appending = new ReentrantLock();
  private final ConcurrentLinkedDeque<SpoolStream> orphans = new ConcurrentLinkedDeque<>();
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong damagedLines = new AtomicLong();
  private volatile SpoolStream own;
  private SegmentWriter writer;
  private long lastSeq;
  private boolean closed;

  /** A spool that touches the disk only when it is first used. */
  public Spool(SpoolSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Appends a record and returns when it is on the disk.
   *
   * @param json one line
   * @param taken is shown the record, in order of the numbers, before it can be drained
   * @throws SpoolFullException when the cap is reached
   * @throws IOException when the disk does not take it
   */
  public void append(String json, Consumer<Spooled> taken) throws IOException {
    SegmentWriter target;
    long end;
    appending.lock();
    try {
      if (closed) {
        throw new IOException("the journal's spool is closed");
      }
      long used = bytes();
      if (used >= settings.capBytes()) {
        throw new SpoolFullException(used, settings.capBytes());
      }
      target = writable();
      Spooled record = new Spooled(++lastSeq, json);
      byte[] line = SpoolLine.encode(record);
      records.incrementAndGet();
      taken.accept(record);
      try {
        end = target.append(line);
      } catch (IOException failed) {
        records.decrementAndGet();
        throw failed;
      }
    } finally {
      appending.unlock();
    }
    target.flush(end);
  }

  /**
   * The next batch to drain, orphans first, each stream in order; the same one until {@link
   * Batch#drained} is called. Nothing when all is drained.
   */
  public Optional<Batch> next(int maxRecords) throws IOException {
    for (SpoolStream orphan = orphans.peek(); orphan != null; orphan = orphans.peek()) {
      List<Spooled> batch = orphan.next(maxRecords);
      if (!batch.isEmpty()) {
        return Optional.of(new Batch(orphan, batch));
      }
      damagedLines.addAndGet(orphan.damagedLines() + (orphan.endsTorn() ? 1 : 0));
      orphan.remove();
      orphans.remove();
    }
    SpoolStream mine = own;
    List<Spooled> batch = mine == null ? List.of() : mine.next(maxRecords);
    return batch.isEmpty() ? Optional.empty() : Optional.of(new Batch(mine, batch));
  }

  /** Records of one stream, to be stored together. */
  public final class Batch {
    private final SpoolStream stream;
    private final List<Spooled> records;

    private Batch(SpoolStream stream, List<Spooled> records) {
      this.stream = stream;
      this.records = records;
    }

    /** In order; at least one. */
    public List<Spooled> records() {
      return records;
    }

    /** Says that all of it is safe in the database. */
    public void drained() throws IOException {
      stream.drained();
      Spool.this.records.addAndGet(-records.size());
    }
  }

  /**
   * Takes over the streams of instances that are no more, oldest first.
   *
   * @param found is shown each record that they left
   */
  public void adopt(Consumer<Spooled> found) throws IOException {
    for (Path directory : streams()) {
      Optional<StreamLock> lock = StreamLock.adopt(directory);
      if (lock.isPresent()) {
        SpoolStream orphan = new SpoolStream(directory, lock.get());
        orphan.forEachRemaining(
            record -> {
              records.incrementAndGet();
              found.accept(record);
            });
        orphans.add(orphan);
      }
    }
  }

  /** Records that are not drained yet. */
  public long records() {
    return records.get();
  }

  /** Bytes on disk, drained ones of unfinished segments included. */
  public long bytes() {
    SpoolStream mine = own;
    return orphans.stream().mapToLong(SpoolStream::bytes).sum() + (mine == null ? 0 : mine.bytes());
  }

  /** Whether an append would be refused now. */
  public boolean isFull() {
    return bytes() >= settings.capBytes();
  }

  /** Lines that were dropped because a crash or a bad disk damaged them. */
  public long damagedLines() {
    SpoolStream mine = own;
    return damagedLines.get() + (mine == null ? 0 : mine.damagedLines());
  }

  /** Lets go of everything; what is not drained is left for the next start. */
  @Override
  public void close() throws IOException {
    appending.lock();
    try {
      closed = true;
      if (writer != null) {
        writer.close();
      }
      for (SpoolStream orphan : orphans) {
        orphan.release();
      }
      if (own != null && records.get() == 0) {
        own.remove();
      } else if (own != null) {
        own.release();
      }
    } finally {
      appending.unlock();
    }
  }

  private SegmentWriter writable() throws IOException {
    if (own == null) {
      own = create();
    }
    if (writer != null && (writer.broken() || writer.end() >= settings.segmentBytes())) {
      writer.close();
      writer = null;
    }
    if (writer == null) {
      writer = own.addSegment(lastSeq + 1);
    }
    return writer;
  }

  /**
   * Makes this process's stream. It starts counting at the present microsecond, so that numbers
   * grow from one run of an instance to the next without a counter that would have to survive.
   */
  private SpoolStream create() throws IOException {
    Files.createDirectories(settings.directory());
    while (true) {
      long firstSeq =
          Math.max(lastSeq + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
      lastSeq = firstSeq - 1;
      Path directory = settings.directory().resolve(settings.streamPrefix() + firstSeq);
      try {
        Files.createDirectory(directory);
        Optional<StreamLock> lock = StreamLock.create(directory);
        if (lock.isPresent()) {
          SpoolStream.syncDirectory(settings.directory());
          return new SpoolStream(directory, lock.get());
        }
      } catch (FileAlreadyExistsException takenByAnother) {
        // Two instances of one name began in the same microsecond: count on.
      }
      lastSeq = firstSeq;
    }
  }

  private List<Path> streams() throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(settings.directory())) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(settings.directory(), "*~*")) {
        entries.forEach(found::add);
      }
    }
    found.sort(Comparator.comparingLong(Spool::firstSeq));
    return found;
  }

  private static long firstSeq(Path stream) {
    String name = stream.getFileName().toString();
    try {
      return Long.parseLong(name.substring(name.lastIndexOf('~') + 1));
    } catch (NumberFormatException notOurs) {
      return Long.MAX_VALUE;
    }
  }
}
