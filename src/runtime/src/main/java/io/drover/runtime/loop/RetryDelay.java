package io.drover.runtime.loop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to leave something alone that failed: doubling from {@code first} up to {@code longest},
 * each delay shortened by up to half at random, so that what failed together does not come back
 * together ("equal jitter", M. Brooker, "Exponential Backoff and Jitter", 2015).
 *
 * @param first the longest delay after one failure
 * @param longest the longest delay after any number of failures
 */
public record RetryDelay(Duration first, Duration longest) {
  private static final int MOST_DOUBLINGS = 30;

  public RetryDelay {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "a retry delay needs 0 < first <= longest: %s, %s".formatted(first, longest));
    }
  }

  /**
   * The delay before trying again.
   *
   * @param failures how often in a row it failed, at least 1
   * @param random the only source of chance
   */
  public Duration after(int failures, RandomGenerator random) {
    if (failures < 1) {
      throw new IllegalArgumentException("failures must be at least 1: " + failures);
    }
    Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    long cap = (doubled.compareTo(longest) > 0 ? longest : doubled).toNanos();
    return Duration.ofNanos(cap - random.nextLong(cap / 2 + 1));
  }
}
