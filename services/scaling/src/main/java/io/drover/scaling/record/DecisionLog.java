package io.drover.scaling.record;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.core.quota.QuotaRoom;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.scaling.decide.ScalingDecider;
import io.drover.scaling.decide.ScalingVerdict;
import io.drover.scaling.guard.CapacityGuard;
import io.drover.scaling.observe.Observation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Records what was decided about a service, and keeps the board that the API reads.
 *
 * @param loop that decides
 * @param instance that decides
 * @param ids names decisions
 * @param recorder takes them
 * @param board shows the newest
 */
public record DecisionLog(
    String loop, String instance, DecisionIds ids, DecisionRecorder recorder, StatusBoard board) {

  /** The loop whose decisions are about replicas. */
  public static final String SCALING = "scaling";

  /** Reasons beside the metrics that belong into the one line about a decision. */
  private static final Set<String> WORTH_SAYING =
      Set.of(
          ScalingDecider.SCHEDULE_OPEN,
          ScalingDecider.STEP,
          ScalingDecider.FALLBACK,
          CapacityGuard.LIMITED,
          QuotaRoom.LIMITED);

  private static final int UNKNOWN = -1;

  /**
   * A decision by rules that hold.
   *
   * @param mode whether it could be acted upon
   * @param current tasks that the spec asked for
   * @param verdict what the rules come to
   * @param plan what guards left of it
   * @param outcomes what became of the plan's steps
   */
  public record Decided(
      Mode mode, int current, ScalingVerdict verdict, Plan plan, List<Outcome> outcomes) {}

  /** Records what was decided, and what became of it. */
  public void decided(Observation seen, ServiceView service, Decided what) {
    Plan plan = what.plan();
    ScalingVerdict verdict = what.verdict();
    Map<String, String> facts = plan.reasons().getFirst().numbers();
    Decision decision = record(seen, service, summary(verdict, plan), plan, what.outcomes(), facts);
    board.put(
        new ServiceStatus(
            service.name(),
            service.id(),
            service.stack().orElse(""),
            what.mode() == Mode.OBSERVE ? "observe" : "enforce",
            what.current(),
            tasks(seen, service, TaskView::isWanted),
            tasks(seen, service, TaskView::isRunning),
            verdict.result().desired(),
            verdict.bounds().min(),
            verdict.bounds().max(),
            verdict.result().metrics(),
            decision));
  }

  /**
   * Records that a service is left as it is.
   *
   * @param mode one word or two for it
   */
  public void untouched(
      Observation seen, ServiceView service, String mode, String summary, List<Reason> reasons) {
    Decision decision = record(seen, service, summary, Plan.nothing(reasons), List.of(), Map.of());
    board.put(
        new ServiceStatus(
            service.name(),
            service.id(),
            service.stack().orElse(""),
            mode,
            service.mode() instanceof ServiceView.Mode.Replicated(int replicas)
                ? replicas
                : UNKNOWN,
            tasks(seen, service, TaskView::isWanted),
            tasks(seen, service, TaskView::isRunning),
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            List.of(),
            decision));
  }

  private Decision record(
      Observation seen,
      ServiceView service,
      String summary,
      Plan plan,
      List<Outcome> outcomes,
      Map<String, String> facts) {
    Decision decision =
        new Decision(
            ids.next(),
            seen.at(),
            loop,
            instance,
            service.name(),
            service.id(),
            summary,
            plan,
            outcomes,
            facts);
    recorder.record(decision);
    return decision;
  }

  private static String summary(ScalingVerdict verdict, Plan plan) {
    String what =
        Stream.concat(
                Stream.of(verdict.result().explanation()),
                plan.reasons().stream()
                    .filter(reason -> WORTH_SAYING.contains(reason.code()))
                    .map(Reason::text))
            .collect(Collectors.joining("; "));
    return plan.summary(what);
  }

  private static int tasks(Observation seen, ServiceView service, Predicate<TaskView> which) {
    return (int) seen.tasksOf(service.id()).stream().filter(which).count();
  }
}
