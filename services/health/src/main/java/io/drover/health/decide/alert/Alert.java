package io.drover.health.decide.alert;

import java.time.Instant;

/**
 * A condition over time.
 *
 * @param condition as it was last
 * @param state where it stands
 * @param activeAt since when it holds
 * @param firedAt since when it fires; {@link Instant#MAX} while it is pending
 * @param resolvedAt since when it is over; {@link Instant#MAX} while it is not
 * @param seenAt when the condition was last seen to hold
 */
public record Alert(
    Condition condition,
    State state,
    Instant activeAt,
    Instant firedAt,
    Instant resolvedAt,
    Instant seenAt) {

  /** As Prometheus has them. */
  public enum State {
    /** It does not hold for long enough yet. */
    PENDING,
    FIRING,
    /** It fired, and does not hold any more. */
    RESOLVED;

    /** The word for it in answers. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
