package io.drover.health.route.decide;

import java.time.Duration;

/**
 * How often tasks are checked, and when it counts.
 *
 * @param rise so many good answers in a row let a task in
 * @param fall so many bad ones in a row count as failing
 * @param interval time between two checks of a task whose health is settled
 * @param fastInterval the same while it is not
 * @param timeout longest time for one check, connecting included
 */
public record CheckRules(
    int rise, int fall, Duration interval, Duration fastInterval, Duration timeout) {
  public CheckRules {
    if (rise < 1 || fall < 1) {
      throw new IllegalArgumentException("rise and fall are at least 1: " + rise + ", " + fall);
    }
    if (timeout.isZero() || timeout.isNegative() || fastInterval.isNegative()) {
      throw new IllegalArgumentException(
          "a check needs a positive timeout and no negative interval: " + timeout);
    }
    if (interval.compareTo(fastInterval) < 0) {
      throw new IllegalArgumentException(
          "the interval %s is shorter than the fast one %s".formatted(interval, fastInterval));
    }
  }
}
