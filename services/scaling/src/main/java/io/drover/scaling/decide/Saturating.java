package io.drover.scaling.decide;

import java.math.BigInteger;

/**
 * Arithmetic that stops at the bounds of its type instead of wrapping (section 10 of the
 * specification), and conversions of the proposals, which the reference computes in binary64.
 */
public final class Saturating {
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);
  private static final BigInteger INT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final BigInteger INT_MIN = BigInteger.valueOf(Integer.MIN_VALUE);

  private Saturating() {}

  public static long add(long a, long b) {
    long sum = a + b;
    boolean overflowed = ((a ^ sum) & (b ^ sum)) < 0;
    return overflowed ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  /** Rounds up; the cast saturates, NaN cannot occur since targets and counts are positive. */
  static int ceil(double replicas) {
    return (int) Math.ceil(replicas);
  }

  static int clamp(long replicas) {
    return (int) Math.clamp(replicas, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** {@code trunc(100 * used / base)}, exact whatever the size of the sums. */
  static int percent(BigInteger used, BigInteger base) {
    return used.multiply(HUNDRED).divide(base).min(INT_MAX).max(INT_MIN).intValue();
  }
}
