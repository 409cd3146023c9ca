package io.drover.scaling.record;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.scaling.decide.HorizontalResult;
import io.drover.scaling.decide.Ownership;
import io.drover.scaling.decide.ScalingHistory;
import io.drover.scaling.decide.ScalingVerdict;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What is remembered of one service between rounds.
 *
 * @param history recommendations and steps
 * @param ownership the count that Drover gave it
 * @param failed rounds in a row in which its metrics were unknown
 */
public record ServiceMemory(ScalingHistory history, Ownership ownership, int failed) {

  /** One whose metrics were known. */
  public ServiceMemory(ScalingHistory history, Ownership ownership) {
    this(history, ownership, 0);
  }

  /** What a controller that starts now remembers. */
  public static ServiceMemory startingAt(int replicas, Instant now) {
    return new ServiceMemory(ScalingHistory.startingAt(replicas, now), new Ownership.NeverSet());
  }

  /**
   * The memory after a round: recommendations are kept in any case, a step only when the engine
   * took it.
   *
   * @param now when the round looked, from which steps count
   * @param answered when the engine had answered: what was looked at before may not show the step
   */
  public ServiceMemory after(
      ScalingVerdict verdict, Plan plan, List<Outcome> outcomes, Instant now, Instant answered) {
    HorizontalResult result = verdict.result();
    boolean applied = !outcomes.isEmpty() && outcomes.getFirst() instanceof Outcome.Applied;
    if (applied && plan.steps().getFirst().action() instanceof SetReplicas set) {
      return new ServiceMemory(
          taken(result, set, now), new Ownership.SetTo(set.to(), answered), verdict.failed());
    }
    return new ServiceMemory(
        new ScalingHistory(
            result.history().recommendations(), history.scaleUps(), history.scaleDowns()),
        ownership,
        verdict.failed());
  }

  /** A guard may have made the step smaller: what was done counts, not what was wanted. */
  private static ScalingHistory taken(HorizontalResult result, SetReplicas set, Instant now) {
    int wanted = result.desired() - set.from();
    int done = set.to() - set.from();
    UnaryOperator<ScalingHistory.Step> corrected =
        step ->
            step.at().equals(now) && step.change() == wanted
                ? new ScalingHistory.Step(done, now)
                : step;
    return wanted <= 0 || wanted == done
        ? result.history()
        : new ScalingHistory(
            result.history().recommendations(),
            result.history().scaleUps().stream().map(corrected).toList(),
            result.history().scaleDowns());
  }

  /**
   * The memory of a service that Drover was told not to touch: whoever changes the count meanwhile
   * means it, so nothing is put back afterwards.
   */
  public ServiceMemory handsOff() {
    return new ServiceMemory(history, new Ownership.NeverSet(), failed);
  }

  /**
   * The memory once the present count was seen: one that an operator raised, or set to zero, is
   * theirs, and the next reset is measured against it. A look from before the last step was
   * answered may show the count before it, which nobody raised.
   */
  public ServiceMemory seeing(int replicas, Instant now) {
    return switch (ownership) {
      case Ownership.NeverSet never -> this;
      case Ownership.SetTo(int owned, Instant at) when now.isBefore(at) -> this;
      case Ownership.SetTo(int owned, Instant at) when replicas == 0 ->
          new ServiceMemory(history, new Ownership.NeverSet(), failed);
      case Ownership.SetTo(int owned, Instant at) when replicas > owned ->
          new ServiceMemory(history, new Ownership.SetTo(replicas, now), failed);
      case Ownership.SetTo set -> this;
    };
  }
}
