package io.drover.placement.decide.moves;

import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;

/** What evening out does next. */
public sealed interface RebalanceStep {

  /**
   * A move begins.
   *
   * @param plan its first step; guards may hold it
   * @param service the service
   * @param ahead what has to be written down before it is done
   */
  record Begin(Plan plan, MovableService service, MoveRecord ahead) implements RebalanceStep {}

  /**
   * A move goes on.
   *
   * @param plan the step
   * @param service the service
   */
  record Act(Plan plan, MovableService service) implements RebalanceStep {}

  /** A move came to something; it is written down. */
  record Note(MoveRecord next, String serviceName, Reason why) implements RebalanceStep {}

  /** A move under way has to wait. */
  record Wait(MovableService service, Reason why) implements RebalanceStep {}

  /** Nothing is to be moved. */
  record Nothing(Reason why) implements RebalanceStep {}
}
