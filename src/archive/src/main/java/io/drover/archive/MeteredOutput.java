package io.drover.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Counts and digests an archive's bytes, and lets no more through than a rate allows. */
final class MeteredOutput extends OutputStream {
  /** Bursts of a tenth of a second. */
  private static final long PER_SECOND = 10;

  private final OutputStream out;
  private final long rate;
  private final Digests digest = new Digests();
  private final long began = System.nanoTime();
  private volatile long count;

  /** Bytes a second at most; 0 for no bound. */
  MeteredOutput(OutputStream out, long rate) {
    this.out = out;
    this.rate = rate;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int step = rate == 0 ? length : (int) Math.clamp(rate / PER_SECOND, 1, 1 << 20);
    for (int at = 0; at < length; at += step) {
      int part = Math.min(step, length - at);
      pace(part);
      out.write(bytes, offset + at, part);
      digest.add(bytes, offset + at, part);
      count += part;
    }
  }

  private void pace(int part) throws IOException {
    if (rate == 0) {
      return;
    }
    long due = began + (long) ((count + part) / (double) rate * TimeUnit.SECONDS.toNanos(1));
    long wait;
    while ((wait = due - System.nanoTime()) > 0) {
      LockSupport.parkNanos(wait);
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for the rate");
      }
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** The stream below belongs to somebody else. */
  @Override
  public void close() throws IOException {
    out.flush();
  }

  long count() {
    return count;
  }

  String sha256() {
    return digest.hex();
  }
}
