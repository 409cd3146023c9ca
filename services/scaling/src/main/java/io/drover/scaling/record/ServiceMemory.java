package io.drover.scaling.record;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.scaling.decide.HorizontalResult;
import io.drover.scaling.decide.Ownership;
import io.drover.scaling.decide.ScalingHistory;
import java.time.Instant;
import java.util.List;

/**
 * What is remembered of one service between rounds.
 *
 * @param history recommendations and steps
 * @param ownership the count that Drover gave it
 */
public record ServiceMemory(ScalingHistory history, Ownership ownership) {

  /** What a controller that starts now remembers. */
  public static ServiceMemory startingAt(int replicas, Instant now) {
    return new ServiceMemory(ScalingHistory.startingAt(replicas, now), new Ownership.NeverSet());
  }

  /**
   * The memory after a round: recommendations are kept in any case, a step only when the engine
   * took it.
   */
  public ServiceMemory after(
      HorizontalResult result, Plan plan, List<Outcome> outcomes, Instant now) {
    boolean applied = !outcomes.isEmpty() && outcomes.getFirst() instanceof Outcome.Applied;
    if (applied && plan.steps().getFirst().action() instanceof SetReplicas set) {
      return new ServiceMemory(result.history(), new Ownership.SetTo(set.to(), now));
    }
    return new ServiceMemory(
        new ScalingHistory(
            result.history().recommendations(), history.scaleUps(), history.scaleDowns()),
        ownership);
  }

  /**
   * The memory of a service that Drover was told not to touch: whoever changes the count meanwhile
   * means it, so nothing is put back afterwards.
   */
  public ServiceMemory handsOff() {
    return new ServiceMemory(history, new Ownership.NeverSet());
  }

  /**
   * The memory once the present count was seen: one that an operator raised, or set to zero, is
   * theirs, and the next reset is measured against it.
   */
  public ServiceMemory seeing(int replicas, Instant now) {
    return switch (ownership) {
      case Ownership.NeverSet never -> this;
      case Ownership.SetTo(int owned, Instant at) when replicas == 0 ->
          new ServiceMemory(history, new Ownership.NeverSet());
      case Ownership.SetTo(int owned, Instant at) when replicas > owned ->
          new ServiceMemory(history, new Ownership.SetTo(replicas, now));
      case Ownership.SetTo set -> this;
    };
  }
}
