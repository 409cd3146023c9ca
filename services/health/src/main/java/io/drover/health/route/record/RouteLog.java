package io.drover.health.route.record;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Rollout;
import io.drover.health.route.decide.ServicePlan;
import io.drover.health.route.decide.TaskReason;
import io.drover.health.route.observe.RouteRound;
import io.drover.runtime.guard.GuardContext;
import io.drover.runtime.guard.Guards;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.wiring.Suite;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Guards and records what is decided for members. Recorded is what was tried, and what is said that
 * was not said before of this service in this backend: rounds follow within milliseconds.
 */
public final class RouteLog {
  /** The loop's name in decisions. */
  public static final String LOOP = "route";

  private final Suite suite;
  private final Supplier<LeaseView> lease;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final Guard<GuardContext> guards = Guards.standard();
  private final ConcurrentMap<Place, List<String>> said = new ConcurrentHashMap<>();

  private record Place(String balancer, String backend, String service) {}

  /** A log of this instance. */
  public RouteLog(
      Suite suite, Supplier<LeaseView> lease, DecisionIds ids, DecisionRecorder recorder) {
    this.suite = suite;
    this.lease = lease;
    this.ids = ids;
    this.recorder = recorder;
  }

  /**
   * What of a plan may be done now. A rollout is no reason to wait: members are no part of the
   * spec, and a rollout is when they change most.
   */
  public Plan guard(ServicePlan wanted, RouteRound round) {
    Mode mode = wanted.observing() ? Mode.OBSERVE : suite.mode();
    return guards.apply(
        wanted.plan(), new GuardContext(mode, round.pause(), lease.get(), Rollout.NONE));
  }

  /** Records what came of a plan, if it is news. */
  public void record(
      RouteRound round,
      String balancer,
      String backend,
      ServicePlan wanted,
      Plan plan,
      List<Outcome> outcomes) {
    Place place = new Place(balancer, backend, wanted.serviceId());
    List<String> says = says(plan);
    List<String> before = says.isEmpty() ? said.remove(place) : said.put(place, says);
    boolean newlySaid = !says.isEmpty() && !says.equals(before);
    if (outcomes.isEmpty() && !newlySaid) {
      return;
    }
    recorder.record(
        new Decision(
            ids.next(),
            round.at(),
            LOOP,
            suite.instance(),
            wanted.serviceName(),
            wanted.serviceId(),
            summary(plan, outcomes),
            plan,
            outcomes,
            Map.of("balancer", balancer, "backend", backend)));
  }

  /** What a plan says, without what changes from round to round. */
  private static List<String> says(Plan plan) {
    return Stream.concat(
            plan.reasons().stream()
                .map(reason -> reason.code() + reason.numbers().getOrDefault(TaskReason.TASK, "")),
            plan.held().stream().map(held -> held.by().code() + held.step().action().describe()))
        .sorted()
        .toList();
  }

  private static String summary(Plan plan, List<Outcome> outcomes) {
    String steps =
        plan.steps().stream()
            .map(step -> step.action().describe())
            .collect(Collectors.joining("; "));
    String why =
        Stream.of(
                plan.steps().stream().flatMap(step -> step.reasons().stream()),
                plan.held().stream().map(Plan.Held::by),
                plan.reasons().stream())
            .flatMap(reasons -> reasons)
            .map(Reason::text)
            .distinct()
            .limit(3)
            .collect(Collectors.joining("; "));
    String failed =
        outcomes.stream()
            .filter(Outcome.Failed.class::isInstance)
            .map(outcome -> ((Outcome.Failed) outcome).message())
            .findFirst()
            .map(message -> "; failed: " + message)
            .orElse("");
    return (steps.isEmpty() ? why : steps + ": " + why) + failed;
  }

  /** What is to be read beside a backend's members: warnings and what is held back. */
  public static List<String> notes(Plan plan, List<Outcome> outcomes) {
    return Stream.of(
            plan.reasons().stream().map(Reason::text),
            plan.held().stream()
                .map(
                    held ->
                        "not done: %s: %s"
                            .formatted(held.step().action().describe(), held.by().text())),
            outcomes.stream()
                .filter(Outcome.Failed.class::isInstance)
                .map(outcome -> ((Outcome.Failed) outcome).message()))
        .flatMap(notes -> notes)
        .distinct()
        .toList();
  }
}
