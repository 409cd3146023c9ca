package io.drover.placement.decide.moves;

import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;

/** What a drain does next. */
public sealed interface DrainStep {

  /**
   * An act.
   *
   * @param plan the one step
   * @param serviceId the service that it changes; empty text when it changes the node
   * @param ahead what has to be written down before it is done
   */
  record Act(Plan plan, String serviceId, DrainIntent ahead) implements DrainStep {}

  /** Something came about; it is written down. */
  record Note(DrainIntent next, Reason why) implements DrainStep {}

  /** Something has to come about first. */
  record Wait(Reason why) implements DrainStep {}

  /** It is over. */
  record Done(Reason why) implements DrainStep {}
}
