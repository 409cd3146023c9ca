package io.drover.archive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what passes. */
final class Digests {
  private static final byte[] ZEROS = new byte[64 * 1024];

  private final MessageDigest digest = sha256();

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  void add(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  /** Zeros, as a hole reads. */
  void addZeros(long length) {
    for (long left = length; left > 0; left -= ZEROS.length) {
      digest.update(ZEROS, 0, (int) Math.min(left, ZEROS.length));
    }
  }

  /** The digest so far, in lower-case hex; begins anew. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
