package io.drover.runtime.loop;

import java.time.Duration;

/**
 * How a loop runs.
 *
 * @param period a full round starts this long after the last one started, at the latest
 * @param minimumGap events hasten a round, but not closer than this to the start of the last one
 * @param deadline how long observing, and then each key, may take before it is interrupted
 * @param concurrency how many keys are reconciled at a time
 * @param retry how long a failing key is left alone
 */
public record LoopSettings(
    Duration period, Duration minimumGap, Duration deadline, int concurrency, RetryDelay retry) {
  public LoopSettings {
    requirePositive(period, "period");
    requirePositive(deadline, "deadline");
    if (minimumGap.isNegative() || minimumGap.compareTo(period) > 0) {
      throw new IllegalArgumentException(
          "minimumGap must be between zero and the period %s: %s".formatted(period, minimumGap));
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be at least 1: " + concurrency);
    }
  }

  private static void requirePositive(Duration duration, String name) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " must be positive: " + duration);
    }
  }
}
