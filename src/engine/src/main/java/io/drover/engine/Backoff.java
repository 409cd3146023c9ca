package io.drover.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog):
 * the n-th wait is random between 0 and {@code first} x 2^n, at most {@code longest}.
 *
 * @param first bound of the first wait
 * @param longest bound of all waits
 */
record Backoff(Duration first, Duration longest) {
  /** For feeds of events: up to 250 ms, then doubling up to 10 s. */
  static final Backoff EVENTS = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10));

  /** How long to wait after so many failures in a row. */
  Duration after(int failures, RandomGenerator random) {
    int doublings = Math.clamp(failures - 1L, 0, 30);
    long bound = Math.min(longest.toMillis(), first.toMillis() << doublings);
    return Duration.ofMillis(random.nextLong(bound + 1));
  }
}
