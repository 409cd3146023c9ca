package io.drover.runtime.record;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import java.util.List;

/**
 * What a decision says, without its numbers and the object's version: two decisions with the same
 * digest tell an operator the same.
 *
 * @param steps what is to be done, and the codes why
 * @param held what was held back, and the code why
 * @param reasons codes of the plan's reasons
 * @param results how the acts ended
 */
record DecisionDigest(
    List<String> steps, List<String> held, List<String> reasons, List<String> results) {

  static DecisionDigest of(Decision decision) {
    Plan plan = decision.plan();
    return new DecisionDigest(
        plan.steps().stream().map(DecisionDigest::text).toList(),
        plan.held().stream().map(held -> text(held.step()) + " " + held.by().code()).toList(),
        codes(plan.reasons()),
        decision.results().stream().map(Outcome::code).toList());
  }

  private static String text(Plan.Step step) {
    return step.action().describe() + " " + codes(step.reasons());
  }

  private static List<String> codes(List<Reason> reasons) {
    return reasons.stream().map(Reason::code).toList();
  }
}
