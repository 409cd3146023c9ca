package io.drover.health.route.act;

import io.drover.core.decision.Action;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Steps that a load balancer refused: rounds follow quickly, and asking again at once is noise. */
final class Refusals {
  private static final Duration LEAVE_FOR = Duration.ofMinutes(1);

  private final Map<Action, Refused> refused = new HashMap<>();

  private record Refused(Instant until, String why) {}

  /** Notes how a step ended. */
  void note(Action action, Outcome outcome, Instant now) {
    if (outcome instanceof Outcome.Failed(Outcome.Kind kind, String why)
        && kind == Outcome.Kind.REJECTED) {
      refused.put(action, new Refused(now.plus(LEAVE_FOR), why));
    } else {
      refused.remove(action);
    }
  }

  /** The plan without the steps that were refused a moment ago. */
  Plan apply(Plan plan, Instant now) {
    refused.values().removeIf(one -> !one.until().isAfter(now));
    List<Plan.Step> steps = new ArrayList<>();
    List<Plan.Held> held = new ArrayList<>(plan.held());
    for (Plan.Step step : plan.steps()) {
      Refused before = refused.get(step.action());
      if (before == null) {
        steps.add(step);
      } else {
        held.add(new Plan.Held(step, Reason.of("RefusedBefore", before.why())));
      }
    }
    return new Plan(steps, held, plan.reasons());
  }

  /** Forgets all. */
  void clear() {
    refused.clear();
  }
}
