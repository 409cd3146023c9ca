package io.drover.runtime.loop;

import java.time.Duration;

/**
 * When the next round starts, as a value: at once at first, then a period after the last start, or
 * as soon as the gap allows when an event hastens it; after a failure not before its delay is over.
 *
 * @param nextNanos when the next round starts without an event
 * @param earliestNanos when it starts with one
 * @param failures how many rounds failed in a row
 */
record Pacing(long nextNanos, long earliestNanos, int failures) {

  /** Before the first round, which is due at once. */
  static Pacing startingAt(long nanos) {
    return new Pacing(nanos, nanos, 0);
  }

  /** After a round that started then and observed successfully. */
  Pacing succeeded(long startedNanos, LoopSettings settings) {
    return new Pacing(
        startedNanos + settings.period().toNanos(),
        startedNanos + settings.minimumGap().toNanos(),
        0);
  }

  /**
   * After a round that failed to observe; events can't hasten the next one.
   *
   * @param delay how long to wait from now on
   */
  Pacing failed(long nowNanos, Duration delay) {
    long next = nowNanos + delay.toNanos();
    return new Pacing(next, next, failures + 1);
  }

  /** How long to wait from now; zero or less when the round is due. */
  long nanosToWait(long nowNanos, boolean hastened) {
    return (hastened ? earliestNanos : nextNanos) - nowNanos;
  }
}
