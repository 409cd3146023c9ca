package io.drover.scaling.decide.shadow;

import java.time.Instant;

/**
 * A span of time in which a service had, would have had and needed the same.
 *
 * @param from when it began
 * @param until when it ended, exclusive
 * @param had tasks that its spec asked for
 * @param wouldHaveHad tasks that it would have asked for, had its rules been followed
 * @param wanted what was wanted, within the bounds of the time
 * @param why what last changed the count that it would have had; empty text when nothing did
 */
public record ShadowSpan(
    Instant from, Instant until, int had, int wouldHaveHad, Wish wanted, String why) {

  /** Whether another one tells the same of the time right after. */
  boolean goesOnIn(ShadowSpan next) {
    return until.equals(next.from)
        && had == next.had
        && wouldHaveHad == next.wouldHaveHad
        && wanted.equals(next.wanted)
        && why.equals(next.why);
  }

  ShadowSpan lastingUntil(Instant end) {
    return new ShadowSpan(from, end, had, wouldHaveHad, wanted, why);
  }
}
