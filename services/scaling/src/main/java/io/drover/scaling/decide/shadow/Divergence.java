package io.drover.scaling.decide.shadow;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time in which a service had fewer, or more, tasks than it would have had.
 *
 * @param from when it began
 * @param until when it ended, or when the report does
 * @param had tasks where they differed most
 * @param wouldHaveHad tasks that there would have been then
 * @param why what made the count that there would have been
 */
public record Divergence(Instant from, Instant until, int had, int wouldHaveHad, String why) {

  /** Whether there were too few. */
  public boolean isShort() {
    return had < wouldHaveHad;
  }

  /** How long it lasted. */
  public Duration lasted() {
    return Duration.between(from, until);
  }

  static Divergence of(ShadowSpan span) {
    return new Divergence(span.from(), span.until(), span.had(), span.wouldHaveHad(), span.why());
  }

  boolean goesOnIn(ShadowSpan next) {
    return until.equals(next.from())
        && next.had() != next.wouldHaveHad()
        && isShort() == next.had() < next.wouldHaveHad();
  }

  Divergence with(ShadowSpan next) {
    boolean wider = Math.abs(next.had() - next.wouldHaveHad()) > Math.abs(had - wouldHaveHad);
    return wider
        ? new Divergence(from, next.until(), next.had(), next.wouldHaveHad(), next.why())
        : new Divergence(from, next.until(), had, wouldHaveHad, why);
  }
}
