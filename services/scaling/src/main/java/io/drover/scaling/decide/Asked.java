package io.drover.scaling.decide;

import java.time.Instant;

/** What somebody asks of one service beside its policy. */
public sealed interface Asked {
  /** Nothing. */
  Asked NOTHING = new Nothing();

  /** Nothing. */
  record Nothing() implements Asked {}

  /**
   * A count that takes the place of what the policy would come to, its bounds included.
   *
   * @param replicas at least 0
   * @param until when the policy decides again
   * @param by who asked
   * @param why in their words
   */
  record Replicas(int replicas, Instant until, String by, String why) implements Asked {}

  /**
   * One task more or less, in place of what the metrics say, within all limits of the policy.
   *
   * @param up whether more
   * @param why who asked, and for what
   */
  record Step(boolean up, String why) implements Asked {}
}
