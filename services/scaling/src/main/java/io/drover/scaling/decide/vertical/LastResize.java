package io.drover.scaling.decide.vertical;

import io.drover.core.model.Allotment;
import java.time.Duration;
import java.time.Instant;

/** What was last done to the size of a service's tasks. */
public sealed interface LastResize {
  /** For how long it is watched whether tasks are worse off. */
  Duration WATCHED_FOR = Duration.ofMinutes(30);

  /** For how long a service is left alone after a resize that did it no good. */
  Duration BACK_OFF = Duration.ofHours(24);

  /** Nothing that is known. */
  record None() implements LastResize {}

  /**
   * It was given another size.
   *
   * @param at when
   * @param inPlace whether only running tasks were
   * @param from what its tasks had
   * @param to what they got; what is absent stayed as it was
   * @param before how tasks fared before
   */
  record Resized(Instant at, boolean inPlace, Allotment from, Allotment to, Strain.Level before)
      implements LastResize {
    boolean isWatched(Instant now) {
      return now.isBefore(at.plus(WATCHED_FOR));
    }
  }

  /**
   * It was given back its old size.
   *
   * @param at when
   * @param why for people
   */
  record TakenBack(Instant at, String why) implements LastResize {
    Instant until() {
      return at.plus(BACK_OFF);
    }
  }
}
