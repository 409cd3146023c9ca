package io.drover.agent.mover;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What the agent sends to a mover: chunks of four bytes of length in network order and that much
 * content; an empty one is the end. An engine's attached connection can't tell an end from a break.
 */
public final class ChunkedInput extends InputStream {
  /** Length of a chunk's head. */
  public static final int HEAD = 4;

  private final InputStream in;
  private int left;
  private boolean ended;

  /** Reads chunks from this stream. */
  public ChunkedInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * Reads on.
   *
   * @throws EOFException when the connection ended before the end was told
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0 && !ended) {
      byte[] head = in.readNBytes(HEAD);
      if (head.length < HEAD) {
        throw broken();
      }
      left = ByteBuffer.wrap(head).getInt();
      ended = left <= 0;
    }
    if (ended) {
      return -1;
    }
    int got = in.read(bytes, offset, Math.min(length, left));
    if (got < 0) {
      throw broken();
    }
    left -= got;
    return got;
  }

  private static EOFException broken() {
    return new EOFException("the agent is gone");
  }
}
