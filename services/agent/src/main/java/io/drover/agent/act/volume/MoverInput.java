package io.drover.agent.act.volume;

import io.drover.agent.mover.ChunkedInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

/**
 * What a mover's standard input is fed with: nothing until it is closed, or an archive in chunks.
 */
final class MoverInput {
  private MoverInput() {}

  /** Says nothing and holds the connection open until it is closed. */
  static InputStream silent() {
    CountDownLatch closed = new CountDownLatch(1);
    return new InputStream() {
      @Override
      public int read() {
        try {
          closed.await();
        } catch (InterruptedException ended) {
          Thread.currentThread().interrupt();
        }
        return -1;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        return read();
      }

      @Override
      public void close() {
        closed.countDown();
      }
    };
  }

  /**
   * An archive.
   *
   * @param onFailure told when the archive breaks off, so that the mover can be ended: it would
   *     wait for more
   */
  static InputStream chunked(InputStream archive, Runnable onFailure) {
    return new Chunks(archive, onFailure);
  }

  private static final class Chunks extends InputStream {
    private static final int CHUNK = 64 * 1024;

    private final InputStream archive;
    private final Runnable onFailure;
    private final byte[] chunk = new byte[ChunkedInput.HEAD + CHUNK];
    private int at;
    private int end;
    private boolean last;

    Chunks(InputStream archive, Runnable onFailure) {
      this.archive = archive;
      this.onFailure = onFailure;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (at == end && !fill()) {
        return -1;
      }
      int part = Math.min(length, end - at);
      System.arraycopy(chunk, at, bytes, offset, part);
      at += part;
      return part;
    }

    private boolean fill() throws IOException {
      if (last) {
        return false;
      }
      int got;
      try {
        got = archive.read(chunk, ChunkedInput.HEAD, CHUNK);
      } catch (IOException | RuntimeException broken) {
        onFailure.run();
        throw broken;
      }
      last = got < 0;
      ByteBuffer.wrap(chunk).putInt(Math.max(0, got));
      at = 0;
      end = ChunkedInput.HEAD + Math.max(0, got);
      return true;
    }
  }
}
