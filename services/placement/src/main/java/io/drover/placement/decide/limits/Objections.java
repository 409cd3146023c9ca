package io.drover.placement.decide.limits;

import io.drover.core.decision.Reason;
import io.drover.core.model.Bytes;
import io.drover.core.model.Reading;
import io.drover.core.model.Rollout;
import java.util.Map;
import java.util.Optional;

/** Why an amount is left as it is, though it is documented otherwise. */
final class Objections {
  private Objections() {}

  /** To changing a service's spec. */
  static Optional<Reason> toSpec(Drift drift, LimitsInput input) {
    return rolledBack(drift, input)
        .or(() -> undone(drift, input))
        .or(() -> input.tasks().stream().flatMap(task -> needed(drift, task).stream()).findFirst());
  }

  /** To changing a running container. */
  static Optional<Reason> toTask(Drift drift, TaskHolds task, LimitsInput input) {
    return unseen(drift, task, input).or(() -> undone(drift, input)).or(() -> needed(drift, task));
  }

  /**
   * A sample from before the last repair says nothing of what came of it, nor that it was undone.
   */
  private static Optional<Reason> unseen(Drift drift, TaskHolds task, LimitsInput input) {
    return input
        .past()
        .lastSet(drift.taskId(), drift.amount(), drift.wanted())
        .filter(set -> !task.isMeasuredSince(set.plus(PastRepairs.SHOWS), drift.amount()))
        .map(
            set ->
                Reason.of(
                    "NotSeenYet",
                    "%s was set to %s, and its container has not been measured since"
                        .formatted(drift.amount().word(), drift.amount().shown(drift.wanted()))));
  }

  /** A limit below what a task needs at this moment would end it. */
  private static Optional<Reason> needed(Drift drift, TaskHolds task) {
    if (drift.amount() != Amount.MEMORY_LIMIT || !drift.lowers()) {
      return Optional.empty();
    }
    return switch (task.workingSet()) {
      case Reading.Known<Bytes>(Bytes used, var at) when used.value() <= drift.wanted() ->
          Optional.empty();
      case Reading.Known<Bytes>(Bytes used, var at) ->
          Optional.of(
              new Reason(
                  "BelowWorkingSet",
                  "a task on %s needs %s at this moment, more than the limit of %s"
                      .formatted(task.node(), used, Bytes.of(drift.wanted())),
                  Map.of("workingSet", used.toString())));
      case Reading.Unknown<Bytes>(String reason) ->
          Optional.of(
              Reason.of(
                  "WorkingSetUnknown",
                  "the memory limit is not lowered while nobody knows what the task on %s needs: %s"
                      .formatted(task.node(), reason)));
    };
  }

  /** Swarm found that tasks don't run so; they would not the next time either. */
  private static Optional<Reason> rolledBack(Drift drift, LimitsInput input) {
    boolean isRolledBack = input.service().rollout() == Rollout.ROLLBACK_COMPLETED;
    return isRolledBack && input.past().everSet(drift.amount(), drift.wanted(), input.now())
        ? Optional.of(
            Reason.of(
                "RolledBack",
                "Swarm rolled the service back after %s was set to %s: not tried again for a day"
                    .formatted(drift.amount().word(), drift.amount().shown(drift.wanted()))))
        : Optional.empty();
  }

  private static Optional<Reason> undone(Drift drift, LimitsInput input) {
    int times = input.past().times(drift.taskId(), drift.amount(), drift.wanted(), input.now());
    return times >= PastRepairs.MOST
        ? Optional.of(
            new Reason(
                "KeepsComingBack",
                "%s was set to %s %d times within the last hour, and somebody undoes it: see who, or document what they want"
                    .formatted(drift.amount().word(), drift.amount().shown(drift.wanted()), times),
                Map.of("times", "" + times)))
        : Optional.empty();
  }
}
