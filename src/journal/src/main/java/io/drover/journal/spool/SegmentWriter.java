package io.drover.journal.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends to one new segment file. Appending is for one thread at a time; any number may wait for
 * the disk, and one flush serves all that were appended before it.
 */
final class SegmentWriter {
  private final FileChannel channel;
  private final Object flushing = new Object();
  private volatile long end;
  private long flushed;
  private volatile boolean broken;

  SegmentWriter(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Appends a line; when that fails, for example on a full disk, takes back what was written of it.
   *
   * @return where the line ends, for {@link #flush}
   */
  long append(byte[] line) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(line);
    long start = end;
    try {
      while (rest.hasRemaining()) {
        channel.write(rest, start + rest.position());
      }
    } catch (IOException failed) {
      broken = true;
      channel.truncate(start);
      throw failed;
    }
    end = start + line.length;
    return end;
  }

  /** Returns once everything up to {@code upTo} is on the disk. */
  void flush(long upTo) throws IOException {
    synchronized (flushing) {
      if (flushed >= upTo) {
        return;
      }
      long reached = end;
      try {
        channel.force(false);
      } catch (IOException failed) {
        // After a failed flush the kernel may have dropped the pages: a second one proves nothing.
        broken = true;
        throw failed;
      }
      flushed = reached;
    }
  }

  /** Bytes of whole lines. */
  long end() {
    return end;
  }

  /** Whether a write failed here, so that the next line belongs into a new file. */
  boolean broken() {
    return broken;
  }

  /** Flushes and closes. */
  void close() throws IOException {
    synchronized (flushing) {
      try (channel) {
        if (flushed < end && !broken) {
          channel.force(false);
          flushed = end;
        }
      }
    }
  }
}
