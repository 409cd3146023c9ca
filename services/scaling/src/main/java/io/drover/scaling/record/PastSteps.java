package io.drover.scaling.record;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.scaling.decide.Ownership;
import io.drover.scaling.decide.ScalingHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a memory again out of recorded decisions, after a restart or a take-over: the steps that
 * were taken count against the policies' periods, and the last count that was set is Drover's own.
 */
public final class PastSteps {
  /**
   * How far back: the longest stabilization window, and more than the longest period of a policy.
   * An older count is not put back, since nobody knows what an operator did meanwhile.
   */
  public static final Duration FAR_ENOUGH = Duration.ofHours(1);

  /** Reason of a step that only put back what somebody else had undone. */
  private static final String RESET = "ReplicasReset";

  private PastSteps() {}

  /**
   * The memory with these decisions' steps added, those that it has already left aside.
   *
   * @param decisions of one service, newest first
   */
  public static ServiceMemory addTo(ServiceMemory memory, List<Decision> decisions) {
    List<ScalingHistory.Step> ups = new ArrayList<>(memory.history().scaleUps());
    List<ScalingHistory.Step> downs = new ArrayList<>(memory.history().scaleDowns());
    Ownership ownership = memory.ownership();
    for (Decision decision : decisions.reversed()) {
      int done = Math.min(decision.results().size(), decision.plan().steps().size());
      for (int i = 0; i < done; i++) {
        Plan.Step step = decision.plan().steps().get(i);
        if (decision.results().get(i) instanceof Outcome.Applied
            && step.action() instanceof SetReplicas set) {
          int change = set.to() - set.from();
          List<ScalingHistory.Step> side = change > 0 ? ups : downs;
          ScalingHistory.Step taken = new ScalingHistory.Step(Math.abs(change), decision.at());
          boolean counts = step.reasons().stream().noneMatch(why -> why.code().equals(RESET));
          if (counts && !side.contains(taken)) {
            side.add(taken);
          }
          ownership = later(ownership, new Ownership.SetTo(set.to(), decision.at()));
        }
      }
    }
    return new ServiceMemory(
        new ScalingHistory(memory.history().recommendations(), ups, downs), ownership);
  }

  private static Ownership later(Ownership known, Ownership.SetTo found) {
    return known instanceof Ownership.SetTo(int replicas, var at) && at.isAfter(found.at())
        ? known
        : found;
  }
}
