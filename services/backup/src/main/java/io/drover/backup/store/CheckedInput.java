package io.drover.backup.store;

import io.drover.backup.manifest.Sha256;
import io.drover.backup.manifest.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Hands bytes on, and at their end fails unless they were as many as expected and of the expected
 * digest. Who doesn't read to the end has checked nothing.
 */
public final class CheckedInput extends FilterInputStream {
  private final String name;
  private final StoredObject expected;
  private final MessageDigest digest = Sha256.start();
  private long bytes;
  private boolean checked;

  /**
   * Checks a stream.
   *
   * @param name what is read, for messages
   */
  public CheckedInput(InputStream from, String name, StoredObject expected) {
    super(from);
    this.name = name;
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count = super.read(into, from, length);
    if (count >= 0) {
      digest.update(into, from, count);
      bytes += count;
      if (bytes > expected.bytes()) {
        throw damaged("it is longer than its %d bytes".formatted(expected.bytes()));
      }
    } else if (!checked) {
      check();
      checked = true;
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] passed = new byte[(int) Math.min(Math.max(count, 0), 8192)];
    return Math.max(0, read(passed, 0, passed.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void check() throws IOException {
    if (bytes != expected.bytes()) {
      throw damaged("it has %d bytes instead of %d".formatted(bytes, expected.bytes()));
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(expected.sha256())) {
      throw damaged("its SHA-256 is %s instead of %s".formatted(found, expected.sha256()));
    }
  }

  private DamagedObjectException damaged(String how) {
    return new DamagedObjectException(name + " is damaged: " + how);
  }
}
