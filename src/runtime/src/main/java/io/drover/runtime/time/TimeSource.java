package io.drover.runtime.time;

import java.time.Clock;

/** Where loops and leases get the time from, so that tests can set it. */
@FunctionalInterface
public interface TimeSource {

  /** Both clocks, read now. */
  Moment now();

  /** The machine's clocks. */
  static TimeSource system() {
    Clock clock = Clock.systemUTC();
    return () -> new Moment(System.nanoTime(), clock.instant());
  }
}
