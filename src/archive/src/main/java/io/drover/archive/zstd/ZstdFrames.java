package io.drover.archive.zstd;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import io.drover.archive.ArchiveException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Decompresses a concatenation of zstd frames. Windows are bounded to 8 MiB; every frame's checksum
 * is held against its content.
 */
public final class ZstdFrames extends FilterInputStream {

  /** Decompresses this stream, and closes it with itself. */
  public ZstdFrames(InputStream in) {
    super(new ZstdInputStream(in));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int got = read(one, 0, 1);
    return got < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * Reads on.
   *
   * @throws ArchiveException when what comes is no zstd, or not what was compressed
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (EOFException early) {
      throw new ArchiveException("the compressed stream ends too early", early);
    } catch (MalformedInputException | IndexOutOfBoundsException malformed) {
      throw new ArchiveException(
          "the compressed stream is damaged: " + malformed.getMessage(), malformed);
    } catch (IOException failed) {
      // The decompressor has a word of its own for an input that ends within a frame.
      if (failed.getClass() == IOException.class
          && failed.getCause() == null
          && String.valueOf(failed.getMessage()).contains("Not enough input")) {
        throw new ArchiveException("the compressed stream ends too early", failed);
      }
      throw failed;
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
