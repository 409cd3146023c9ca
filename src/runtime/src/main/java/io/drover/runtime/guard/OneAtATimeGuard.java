package io.drover.runtime.guard;

import io.drover.core.decision.Action;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replaces the tasks of one service at a time, so that a mistake of ours is seen before it is
 * everywhere. The context names another service that is being changed, if there is one.
 */
public final class OneAtATimeGuard implements Guard<Optional<String>> {

  @Override
  public Plan apply(Plan plan, Optional<String> busy) {
    if (busy.isEmpty()) {
      return plan;
    }
    List<Plan.Step> steps = new ArrayList<>();
    List<Plan.Held> held = new ArrayList<>(plan.held());
    for (Plan.Step step : plan.steps()) {
      if (step.action() instanceof Action.ResizeService) {
        held.add(
            new Plan.Held(
                step,
                Reason.of(
                    "OneAtATime", "waits until the tasks of " + busy.get() + " are replaced")));
      } else {
        steps.add(step);
      }
    }
    return new Plan(steps, held, plan.reasons());
  }
}
