package io.drover.core.decision;

import java.util.ArrayList;
import java.util.List;

/**
 * What to do, in order, and why; a plan without steps says why nothing is done. Printing it is the
 * dry run.
 *
 * @param steps what remains to be done
 * @param held what was wanted and then held back, each with the reason that a guard gave
 * @param reasons why the plan as a whole is what it is
 */
public record Plan(List<Step> steps, List<Held> held, List<Reason> reasons) {

  /**
   * An action and why it is wanted.
   *
   * @param action what to do
   * @param reasons why; at least one
   */
  public record Step(Action action, List<Reason> reasons) {
    public Step {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a step needs a reason: " + action.describe());
      }
    }
  }

  /**
   * A step that a guard took away.
   *
   * @param step what was wanted
   * @param by why it is not done
   */
  public record Held(Step step, Reason by) {}

  public Plan {
    steps = List.copyOf(steps);
    held = List.copyOf(held);
    reasons = List.copyOf(reasons);
  }

  /** A plan that does nothing, for these reasons. */
  public static Plan nothing(List<Reason> reasons) {
    return new Plan(List.of(), List.of(), reasons);
  }

  /** Takes every step away for one reason. */
  public Plan hold(Reason by) {
    List<Held> all = new ArrayList<>(held);
    steps.forEach(step -> all.add(new Held(step, by)));
    return new Plan(List.of(), all, reasons);
  }

  /** One sentence for a record: what is done or held back, and the first reason. */
  public String summary() {
    return summary(reasons.isEmpty() ? "" : reasons.getFirst().text());
  }

  /** One sentence for a record: what is done or held back, and why. */
  public String summary(String why) {
    if (!steps.isEmpty()) {
      return steps.getFirst().action().describe() + ": " + why;
    }
    return held.isEmpty() ? why : "%s; not done: %s".formatted(why, held.getFirst().by().text());
  }
}
