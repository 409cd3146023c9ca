package io.drover.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts and digests an archive's bytes. */
final class MeteredInput extends FilterInputStream {
  private final Digests digest = new Digests();
  private long count;

  MeteredInput(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int got = super.read(bytes, offset, length);
    if (got > 0) {
      digest.add(bytes, offset, got);
      count += got;
    }
    return got;
  }

  @Override
  public long skip(long length) throws IOException {
    return read(new byte[(int) Math.min(length, 64 * 1024)]);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Reads what is left, so that it is counted. */
  void drain() throws IOException {
    byte[] rest = new byte[64 * 1024];
    while (read(rest, 0, rest.length) >= 0) {
      // Only counted and digested.
    }
  }

  long count() {
    return count;
  }

  String sha256() {
    return digest.hex();
  }
}
