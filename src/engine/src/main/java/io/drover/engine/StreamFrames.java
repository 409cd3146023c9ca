package io.drover.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Docker's framing of a container's two outputs on one connection: a byte for which (1 for output,
 * 2 for errors), three zeros, four bytes of length in network order, the content.
 */
public final class StreamFrames {
  /** Media type of a stream in this framing. */
  public static final String MEDIA_TYPE = "application/vnd.docker.multiplexed-stream";

  public static final int OUTPUT = 1;
  public static final int ERRORS = 2;

  /** Length of a frame's head. */
  public static final int HEAD = 8;

  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final byte[] head = new byte[HEAD];
  private final byte[] content = new byte[BUFFER];
  private int left;
  private int length;

  /** Reads frames from this stream. */
  public StreamFrames(InputStream in) {
    this.in = in;
  }

  /**
   * Reads on, a part of a frame at a time.
   *
   * @return false where the connection ended between two frames
   * @throws IOException when what comes are no frames, or it ends within one
   */
  public boolean next() throws IOException {
    while (left == 0) {
      int got = in.readNBytes(head, 0, HEAD);
      if (got == 0) {
        return false;
      }
      left = ByteBuffer.wrap(head).getInt(4);
      if (got < HEAD || left < 0 || head[0] < 0 || head[0] > ERRORS) {
        throw new IOException("the engine's stream has no frame where one must be");
      }
    }
    length = in.read(content, 0, Math.min(left, content.length));
    if (length < 0) {
      throw new EOFException("the engine's stream ended within a frame");
    }
    left -= length;
    return true;
  }

  /** Which output it is of. */
  public int stream() {
    return head[0];
  }

  /** What was read, up to {@link #length}; used again by the next reading. */
  public byte[] content() {
    return content;
  }

  /** How many bytes were read. */
  public int length() {
    return length;
  }

  /** The head of a frame. */
  public static byte[] head(int stream, int length) {
    return ByteBuffer.allocate(HEAD).put((byte) stream).putInt(4, length).array();
  }
}
