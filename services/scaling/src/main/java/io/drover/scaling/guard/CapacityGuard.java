package io.drover.scaling.guard;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks for no task that no node has room for: it would only wait, and be in the way of what comes
 * after it. The context is the number of tasks that there is room for.
 */
public final class CapacityGuard implements Guard<Integer> {
  /** The code of the reason of a smaller step. */
  public static final String LIMITED = "LimitedByCapacity";

  private static final String NO_ROOM = "NoCapacity";

  @Override
  public Plan apply(Plan plan, Integer room) {
    List<Plan.Step> steps = new ArrayList<>();
    List<Plan.Held> held = new ArrayList<>(plan.held());
    List<Reason> reasons = new ArrayList<>(plan.reasons());
    for (Plan.Step step : plan.steps()) {
      if (!(step.action() instanceof SetReplicas set) || set.to() - set.from() <= room) {
        steps.add(step);
      } else if (room == 0) {
        held.add(
            new Plan.Held(
                step,
                Reason.of(NO_ROOM, "no node has the reservations of another task left to give")));
      } else {
        int most = set.from() + room;
        Reason limited =
            new Reason(
                LIMITED,
                "limited from %d to %d tasks by what the nodes have left to reserve"
                    .formatted(set.to(), most),
                Map.of("wanted", "" + set.to(), "room", "" + room));
        List<Reason> all = new ArrayList<>(step.reasons());
        all.add(limited);
        steps.add(
            new Plan.Step(
                new SetReplicas(
                    set.serviceId(), set.serviceName(), set.version(), set.from(), most),
                all));
        reasons.add(limited);
      }
    }
    return new Plan(steps, held, reasons);
  }
}
