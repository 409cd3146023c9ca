package io.drover.runtime.act;

import io.drover.core.decision.Action;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Goes through the steps of a plan. */
public final class Acting {
  private Acting() {}

  /**
   * Takes one step after the other while that may be done.
   *
   * @param mayAct asked before each step: whether the lease holds for as long as a step takes
   * @return what came of each step, in order; shorter than the plan when a step was not applied,
   *     but for one that only was about a single task
   */
  public static List<Outcome> through(
      Plan plan, BooleanSupplier mayAct, Function<Action, Outcome> step) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Plan.Step next : plan.steps()) {
      Outcome outcome =
          mayAct.getAsBoolean()
              ? step.apply(next.action())
              : new Outcome.Failed(Outcome.Kind.UNAVAILABLE, "the lease was lost before acting");
      outcomes.add(outcome);
      if (!(outcome instanceof Outcome.Applied || next.action() instanceof Action.ResizeTask)) {
        break;
      }
    }
    return outcomes;
  }

  /** The answer to an action that this loop never plans. */
  public static Outcome notMine(Action action) {
    return new Outcome.Failed(Outcome.Kind.REJECTED, "another loop's to do: " + action.describe());
  }
}
