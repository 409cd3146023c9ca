package io.drover.failover;

import io.drover.core.decision.Action;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.failover.decide.Act;
import io.drover.failover.decide.Phase;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.State;
import io.drover.failover.decide.Verdict;
import io.drover.failover.record.Orders;
import io.drover.failover.site.Description;
import java.util.ArrayList;
import java.util.List;

/** Verdicts on two sites as plans that guards can hold back, and in words. */
final class SitePlan {
  private SitePlan() {}

  /**
   * What a guard may hold back: beginning a move, and each of its steps; not what is remembered.
   */
  static Plan of(Description described, State state, Verdict verdict) {
    List<Plan.Step> steps = new ArrayList<>();
    State next = verdict.next();
    if (next.phase() == Phase.FENCING && next.epoch() != state.epoch()) {
      steps.add(step(described, next.serving(), false, next.epoch(), verdict));
    }
    for (Act act : verdict.acts()) {
      steps.add(
          switch (act) {
            case Act.Fence(long epoch, Side side) -> step(described, side, false, epoch, verdict);
            case Act.KeepOff(long epoch, Side side) -> step(described, side, false, epoch, verdict);
            case Act.Start(long epoch, Side side) -> step(described, side, true, epoch, verdict);
          });
    }
    return new Plan(steps, List.of(), verdict.reasons());
  }

  private static Plan.Step step(
      Description described, Side side, boolean on, long epoch, Verdict verdict) {
    return new Plan.Step(
        new Action.SwitchSite(described.sites().get(side.ordinal()).name(), on, epoch),
        verdict.reasons());
  }

  /** Leading records to the site that serves. */
  static Plan leading(String site, State state) {
    Reason why = Reason.of("RecordElsewhere", "records lead elsewhere");
    Action lead = new Action.SwitchSite(site, true, state.epoch());
    return new Plan(List.of(new Plan.Step(lead, List.of(why))), List.of(), List.of(why));
  }

  /** What an operator is told whose order was decided on. */
  static Orders.Answer answer(Plan plan, List<Outcome> outcomes, State after) {
    if (!plan.held().isEmpty()) {
      return new Orders.Answer.Refused(plan.held().getFirst().by().text());
    }
    if (outcomes.stream().anyMatch(Outcome.Applied.class::isInstance)) {
      return new Orders.Answer.Accepted(after, plan.reasons());
    }
    return new Orders.Answer.Refused(
        outcomes.isEmpty()
            ? String.join("; ", plan.reasons().stream().map(Reason::text).toList())
            : "the state could not be stored: " + outcomes.getFirst());
  }

  /** A decision in one sentence. */
  static String summary(Plan plan, State after) {
    String why = plan.reasons().getFirst().text();
    return plan.held().isEmpty()
        ? "%s: %s".formatted(after.phase(), why)
        : "%s: %s; not done: %s".formatted(after.phase(), why, plan.held().getFirst().by().text());
  }
}
