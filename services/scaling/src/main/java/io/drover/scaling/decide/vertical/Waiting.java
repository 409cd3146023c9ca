package io.drover.scaling.decide.vertical;

import java.time.Instant;

/** Whether a task of a service waits for a node. */
public sealed interface Waiting {

  /** None does. */
  record None() implements Waiting {}

  /**
   * At least one does.
   *
   * @param since when the one that waits longest was created
   * @param why what the manager says about it, or empty text
   */
  record ForNode(Instant since, String why) implements Waiting {}
}
