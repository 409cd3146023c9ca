package io.drover.health.route.decide;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether the next round is to follow at once: while something changes, and for a while after the
 * last change, since the engine tells of services but not of tasks.
 *
 * @param lastChange when something that was seen had last changed
 */
public record Pace(Instant lastChange) {
  /** After a change of a service its tasks follow within this. */
  public static final Duration AFTER_CHANGE = Duration.ofSeconds(3);

  /** A task that is on its way for longer than this waits for something that takes its time. */
  public static final Duration WHILE_MOVING = Duration.ofSeconds(30);

  /** With something seen to have changed, or not. */
  public Pace seen(boolean changed, Instant now) {
    return changed ? new Pace(now) : this;
  }

  /** Whether to look again at once. */
  public boolean isQuick(boolean moving, Instant now) {
    Duration quiet = Duration.between(lastChange, now);
    return quiet.compareTo(moving ? WHILE_MOVING : AFTER_CHANGE) < 0;
  }
}
