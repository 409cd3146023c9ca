package io.drover.runtime.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * One reading of both clocks of a machine. Lengths are taken from the monotonic clock, which nobody
 * sets; but it stands still while a machine is suspended, which the wall clock does not.
 *
 * @param monotonicNanos nanoseconds of a clock that never goes back, from an arbitrary origin
 * @param wall the time of day
 */
public record Moment(long monotonicNanos, Instant wall) {
  public Moment {
    Objects.requireNonNull(wall, "wall");
  }

  /** Time since {@code earlier} by the monotonic clock; too short after a suspension. */
  public Duration since(Moment earlier) {
    return Duration.ofNanos(monotonicNanos - earlier.monotonicNanos);
  }

  /**
   * The longest that can have passed since {@code earlier}: by the clock that went further. For
   * whoever must not overstay; a clock set forward makes it too careful, never too bold.
   */
  public Duration atMostSince(Moment earlier) {
    Duration monotonic = since(earlier);
    Duration byWall = Duration.between(earlier.wall, wall);
    return byWall.compareTo(monotonic) > 0 ? byWall : monotonic;
  }
}
