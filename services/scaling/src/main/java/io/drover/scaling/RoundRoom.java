package io.drover.scaling;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.FreeReservations;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.model.ServiceView;
import io.drover.scaling.guard.CapacityGuard;

/**
 * The room that a round began with, and what is left of it: services are decided side by side, and
 * what one was granted no other may count on. What is granted and then not taken, since the engine
 * refused, is free again in the next round. Threads share it.
 */
final class RoundRoom {
  private final Guard<Integer> guard = new CapacityGuard();
  private FreeReservations left;

  RoundRoom(FreeReservations atStart) {
    left = atStart;
  }

  /** The plan as far as there is room for it, which is then gone. */
  synchronized Plan grant(Plan plan, ServiceView service) {
    Plan granted = guard.apply(plan, left.roomFor(service));
    for (Plan.Step step : granted.steps()) {
      if (step.action() instanceof SetReplicas set && set.to() > set.from()) {
        left = left.without(service, set.to() - set.from());
      }
    }
    return granted;
  }
}
