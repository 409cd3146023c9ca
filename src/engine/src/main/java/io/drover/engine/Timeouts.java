package io.drover.engine;

import java.time.Duration;

/**
 * How long to wait for an engine.
 *
 * @param connect until it accepts a connection
 * @param response from then on until the whole answer is there
 * @param quietEvents how long a feed of events may be silent before it is taken for dead and
 *     connected anew (over TCP only, where a lost peer can stay unnoticed)
 */
public record Timeouts(Duration connect, Duration response, Duration quietEvents) {
  /** 5 s, 30 s and 5 min. */
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(5));

  public Timeouts {
    if (!connect.isPositive() || !response.isPositive() || !quietEvents.isPositive()) {
      throw new IllegalArgumentException("timeouts must be positive");
    }
  }

  /** Until an exchange as a whole is given up. */
  Duration exchange() {
    return connect.plus(response);
  }
}
