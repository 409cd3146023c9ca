package io.drover.runtime.record;

import io.drover.core.decision.Action;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.testkit.ManualClock;
import java.util.List;
import java.util.Map;

/** Decisions that are unremarkable but for what a test says of them. */
final class Decisions {
  private static int made;

  private Decisions() {}

  private static Decision decision(String service, String id, Plan plan, List<Outcome> results) {
    return new Decision(
        "%08d".formatted(++made),
        ManualClock.START.plusSeconds(made),
        "scaling",
        "i1",
        service,
        id,
        "summary " + made,
        plan,
        results,
        Map.of("cpu", made + "%"));
  }

  static Reason reason(String code) {
    return new Reason(code, "at " + ++made, Map.of("n", Integer.toString(made)));
  }

  /** Nothing is to be done, for a reason of this code and numbers of its own. */
  static Decision nothing(String service, String code) {
    return decision(service, "id-" + service, Plan.nothing(List.of(reason(code))), List.of());
  }

  static Decision nothingOn(String service, String id) {
    return decision(service, id, Plan.nothing(List.of(reason("AtTarget"))), List.of());
  }

  static Plan.Step step(String service, int to) {
    return new Plan.Step(
        new Action.SetReplicas("id-" + service, service, ++made, 1, to),
        List.of(reason("CpuHigh")));
  }

  static Decision done(String service, int to, Outcome outcome) {
    Plan plan = new Plan(List.of(step(service, to)), List.of(), List.of());
    return decision(service, "id-" + service, plan, List.of(outcome));
  }

  static Decision held(String service, int to, String by) {
    Plan plan =
        new Plan(List.of(), List.of(new Plan.Held(step(service, to), reason(by))), List.of());
    return decision(service, "id-" + service, plan, List.of());
  }

  /** The same decision as another loop would make it. */
  static Decision by(String loop, Decision decision) {
    return new Decision(
        decision.id(),
        decision.at(),
        loop,
        decision.instance(),
        decision.service(),
        decision.serviceId(),
        decision.summary(),
        decision.plan(),
        decision.results(),
        decision.facts());
  }
}
