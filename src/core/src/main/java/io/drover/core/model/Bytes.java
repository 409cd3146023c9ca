package io.drover.core.model;

/**
 * An amount of memory or storage.
 *
 * @param value bytes; not negative
 */
public record Bytes(long value) implements Comparable<Bytes> {
  private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

  /** No bytes at all: a real zero, not an absent value. */
  public static final Bytes ZERO = new Bytes(0);

  public Bytes {
    if (value < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + value);
    }
  }

  /** So many bytes. */
  public static Bytes of(long value) {
    return new Bytes(value);
  }

  /** So many mebibytes (1024 x 1024 bytes). */
  public static Bytes ofMebibytes(long mebibytes) {
    return new Bytes(Math.multiplyExact(mebibytes, 1L << 20));
  }

  /** Sum; overflow is an {@link ArithmeticException}. */
  public Bytes plus(Bytes other) {
    return new Bytes(Math.addExact(value, other.value));
  }

  @Override
  public int compareTo(Bytes other) {
    return Long.compare(value, other.value);
  }

  /**
   * The Kubernetes form with the largest binary suffix that is exact: {@code 320Mi}, {@code 1Gi}.
   */
  @Override
  public String toString() {
    long rest = value;
    int suffix = 0;
    while (rest != 0 && rest % 1024 == 0 && suffix < BINARY.length - 1) {
      rest /= 1024;
      suffix++;
    }
    return rest + BINARY[suffix];
  }
}
