package io.drover.backup.store;

import io.drover.backup.manifest.Sha256;
import io.drover.backup.manifest.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Counts and digests what passes; closing it leaves what is behind it open. */
final class DigestedOutput extends OutputStream {
  private final OutputStream to;
  private final MessageDigest digest = Sha256.start();
  private volatile long bytes;

  DigestedOutput(OutputStream to) {
    this.to = to;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    to.write(from, offset, length);
    digest.update(from, offset, length);
    bytes += length;
  }

  @Override
  public void flush() throws IOException {
    to.flush();
  }

  @Override
  public void close() throws IOException {
    to.flush();
  }

  long bytes() {
    return bytes;
  }

  /** All that passed, as an object of this name; nothing can follow. */
  StoredObject as(String name) {
    return new StoredObject(name, bytes, HexFormat.of().formatHex(digest.digest()));
  }
}
