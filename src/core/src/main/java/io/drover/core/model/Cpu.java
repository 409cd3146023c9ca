package io.drover.core.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of processor time, exact to the nano-core in which the Engine API counts.
 *
 * @param nanos billionths of one core; not negative
 */
public record Cpu(long nanos) implements Comparable<Cpu> {
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long NANOS_PER_CORE = 1_000_000_000L;

  /** No processor time at all: a real zero, not an absent value. */
  public static final Cpu ZERO = new Cpu(0);

  public Cpu {
    if (nanos < 0) {
      throw new IllegalArgumentException("cpu must not be negative: " + nanos + " nano-cores");
    }
  }

  /** Thousandths of a core. */
  public static Cpu ofMillicores(long millicores) {
    return new Cpu(Math.multiplyExact(millicores, NANOS_PER_MILLI));
  }

  /** Billionths of a core, as in the Engine API's {@code NanoCPUs}. */
  public static Cpu ofNanos(long nanos) {
    return new Cpu(nanos);
  }

  /** Whole and fractional cores; finer than a nano-core is rounded up. */
  public static Cpu ofCores(BigDecimal cores) {
    return new Cpu(
        cores
            .multiply(BigDecimal.valueOf(NANOS_PER_CORE))
            .setScale(0, RoundingMode.UP)
            .longValueExact());
  }

  /** Thousandths of a core, rounded up as Kubernetes does for its milli-values. */
  public long millicores() {
    return Math.ceilDiv(nanos, NANOS_PER_MILLI);
  }

  /** Sum; overflow is an {@link ArithmeticException}. */
  public Cpu plus(Cpu other) {
    return new Cpu(Math.addExact(nanos, other.nanos));
  }

  @Override
  public int compareTo(Cpu other) {
    return Long.compare(nanos, other.nanos);
  }

  /**
   * The Kubernetes form: {@code 2}, {@code 500m}; finer amounts as a decimal, {@code 0.0000005}.
   */
  @Override
  public String toString() {
    if (nanos % NANOS_PER_CORE == 0) {
      return Long.toString(nanos / NANOS_PER_CORE);
    }
    if (nanos % NANOS_PER_MILLI == 0) {
      return nanos / NANOS_PER_MILLI + "m";
    }
    return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
  }
}
