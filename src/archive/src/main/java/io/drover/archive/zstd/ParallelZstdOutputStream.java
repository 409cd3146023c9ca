package io.drover.archive.zstd;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compresses what is written as a concatenation of zstd frames of 1 MiB input each (RFC 8878,
 * section 3.1: a decoder takes them for one stream). Several threads compress, the frames keep
 * their order. Its memory is bounded by the number of threads: two buffers for each of them, and a
 * few more.
 */
public final class ParallelZstdOutputStream extends OutputStream {
  /** Input of a frame. */
  public static final int FRAME = 1 << 20;

  /** Beyond so many one disk and one network have long been the bound. */
  public static final int MOST_THREADS = 8;

  private final OutputStream out;
  private final ExecutorService threads;
  private final Deque<Frame> free = new ArrayDeque<>();
  private final Deque<Future<Frame>> pending = new ArrayDeque<>();
  private final int most;
  private Frame current;
  private boolean closed;

  /**
   * Compresses into a stream, which it closes with itself.
   *
   * @param count of threads, 1 to {@link #MOST_THREADS}
   */
  public ParallelZstdOutputStream(OutputStream out, int count) {
    if (count < 1 || count > MOST_THREADS) {
      throw new IllegalArgumentException("threads: " + count);
    }
    this.out = out;
    this.most = count + 1;
    this.threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name("compress-", 1).factory());
    this.current = new Frame();
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int taken = current.fill(bytes, at, end - at);
      at += taken;
      if (current.isFull()) {
        submit();
      }
    }
  }

  private void submit() throws IOException {
    Frame full = current;
    pending.add(threads.submit(full::compress));
    if (pending.size() >= most) {
      drainOne();
    }
    current = free.isEmpty() ? new Frame() : free.pop();
  }

  private void drainOne() throws IOException {
    try {
      Frame done = pending.remove().get();
      done.writeTo(out);
      free.push(done.emptied());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while compressing");
    } catch (ExecutionException failed) {
      throw new IOException("compressing failed: " + failed.getCause(), failed.getCause());
    }
  }

  /** Ends the stream; an empty one is one empty frame. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      if (!current.isEmpty() || free.isEmpty() && pending.isEmpty()) {
        pending.add(threads.submit(current::compress));
      }
      while (!pending.isEmpty()) {
        drainOne();
      }
      out.flush();
    } finally {
      threads.shutdownNow();
    }
  }

  /** Gives up: the threads end, nothing more is written, the stream below stays as it is. */
  public void abandon() {
    closed = true;
    threads.shutdownNow();
  }

  /** Input and output of one frame, used again and again. */
  private static final class Frame {
    private static final ThreadLocal<ZstdCompressor> COMPRESSOR =
        ThreadLocal.withInitial(ZstdCompressor::new);

    private final byte[] input = new byte[FRAME];
    private final byte[] output = new byte[new ZstdCompressor().maxCompressedLength(FRAME)];
    private int filled;
    private int compressed;

    int fill(byte[] bytes, int offset, int length) {
      int taken = Math.min(length, FRAME - filled);
      System.arraycopy(bytes, offset, input, filled, taken);
      filled += taken;
      return taken;
    }

    boolean isFull() {
      return filled == FRAME;
    }

    boolean isEmpty() {
      return filled == 0;
    }

    Frame compress() {
      compressed = COMPRESSOR.get().compress(input, 0, filled, output, 0, output.length);
      return this;
    }

    void writeTo(OutputStream out) throws IOException {
      out.write(output, 0, compressed);
    }

    Frame emptied() {
      filled = 0;
      compressed = 0;
      return this;
    }
  }
}
