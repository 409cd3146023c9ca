package io.drover.scaling;

import io.drover.core.decision.Decision;
import io.drover.core.decision.FreeReservations;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyProblem;
import io.drover.core.policy.ScalePolicy;
import io.drover.core.policy.ServicePolicy;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.journal.PastActs;
import io.drover.runtime.guard.GuardContext;
import io.drover.runtime.guard.Guards;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.loop.Key;
import io.drover.runtime.loop.LoopSteps;
import io.drover.runtime.pause.PauseState;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import io.drover.scaling.act.ReplicaActuator;
import io.drover.scaling.decide.ScalingDecider;
import io.drover.scaling.decide.ScalingVerdict;
import io.drover.scaling.guard.CapacityGuard;
import io.drover.scaling.observe.Agents;
import io.drover.scaling.observe.AgentsReport;
import io.drover.scaling.observe.Observation;
import io.drover.scaling.observe.PolicyBook;
import io.drover.scaling.observe.QueriedMetrics;
import io.drover.scaling.observe.ScalingInputs;
import io.drover.scaling.record.PastSteps;
import io.drover.scaling.record.ScalingMemory;
import io.drover.scaling.record.ServiceMemory;
import io.drover.scaling.record.ServiceStatus;
import io.drover.scaling.record.StatusBoard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One round of the scaling loop: observe all, then decide, guard, act and record per service. */
final class ScalingSteps implements LoopSteps<ScalingSteps.Round> {
  static final String LOOP = "scaling";

  /** Reasons beside the metrics that belong into the one line about a decision. */
  private static final Set<String> WORTH_SAYING =
      Set.of(ScalingDecider.SCHEDULE_OPEN, CapacityGuard.LIMITED);

  /** What a round works on: what was seen, and whether anything may be done about it. */
  record Round(Observation seen, PauseState pause) {}

  private final Parts parts;
  private final ScalingMemory memory = new ScalingMemory();
  private final Guard<GuardContext> guards = Guards.standard();
  private final Guard<Integer> capacity = new CapacityGuard();
  private volatile boolean wasHolder;
  private volatile boolean restored;

  /** What a round works with. */
  record Parts(
      Engine engine,
      Agents agents,
      QueriedMetrics metrics,
      ScalingInputs inputs,
      Lease lease,
      PauseSwitch pause,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      StatusBoard board,
      PolicyBook policies,
      ReplicaActuator actuator,
      Dependencies dependencies,
      Function<Instant, PastActs> past,
      TimeSource time) {}

  ScalingSteps(Parts parts) {
    this.parts = parts;
  }

  @Override
  public Round observe() {
    Instant now = parts.time().now().wall();
    ClusterSnapshot snapshot = snapshot();
    AgentsReport report = parts.agents().ask();
    if (report.failures().isEmpty()) {
      parts.dependencies().up("agents", false);
    } else {
      parts.dependencies().down("agents", false, String.join("; ", report.failures()));
    }
    List<PolicyBook.Governed> governed = parts.policies().read(snapshot);
    return new Round(
        Observation.of(now, snapshot, governed, report, queried(governed)),
        parts.pause().read(now));
  }

  private Map<String, Reading<List<Long>>> queried(List<PolicyBook.Governed> governed) {
    Map<String, Reading<List<Long>>> readings =
        parts.metrics().ask(ScalingInputs.queriesOf(governed));
    List<String> failures =
        readings.values().stream()
            .flatMap(
                r ->
                    r instanceof Reading.Unknown<List<Long>>(String why)
                        ? Stream.of(why)
                        : Stream.of())
            .distinct()
            .sorted()
            .toList();
    if (failures.isEmpty()) {
      parts.dependencies().up("metrics", false);
    } else {
      parts.dependencies().down("metrics", false, String.join("; ", failures));
    }
    return readings;
  }

  private ClusterSnapshot snapshot() {
    try {
      ClusterSnapshot snapshot = parts.engine().snapshot();
      parts.dependencies().up("engine", true);
      return snapshot;
    } catch (EngineException unreachable) {
      parts.dependencies().down("engine", true, unreachable.getMessage());
      throw unreachable;
    }
  }

  /** A stand-by leaves the deciding to the holder: its decisions would only repeat the holder's. */
  @Override
  public List<Key> keys(Round round) {
    boolean holder = parts.lease().view().mine();
    if (holder && !wasHolder) {
      memory.clear();
      restored = false;
    }
    wasHolder = holder;
    if (holder && !restored) {
      restored = restore(round);
    }
    var governed = round.seen().governed().keySet();
    memory.keepOnly(governed);
    parts.board().keepOnly(governed);
    if (holder) {
      parts.board().lead();
    } else {
      parts.board().standBy(standsBy(parts.lease().view()));
    }
    return holder ? governed.stream().sorted().map(Key::new).toList() : List.of();
  }

  private static String standsBy(LeaseView lease) {
    return lease.holder().isEmpty()
        ? "nobody holds the lease " + lease.name() + " yet"
        : "this instance stands by: ask %s, which holds the lease %s"
            .formatted(lease.holder(), lease.name());
  }

  /**
   * Whether all that was done lately is known now; while the journal is away, it is asked again.
   */
  private boolean restore(Round round) {
    Instant now = round.seen().at();
    PastActs past = parts.past().apply(now.minus(PastSteps.FAR_ENOUGH));
    Map<String, List<Decision>> byService =
        past.decisions().stream().collect(Collectors.groupingBy(Decision::serviceId));
    byService.forEach(
        (id, decisions) -> {
          PolicyBook.Governed governed = round.seen().governed().get(id);
          if (governed != null
              && governed.service().mode() instanceof ServiceView.Mode.Replicated(int replicas)) {
            memory.restore(id, replicas, now, decisions);
          }
        });
    return past instanceof PastActs.Known;
  }

  @Override
  public void reconcile(Key key, Round round) {
    PolicyBook.Governed governed = round.seen().governed().get(key.id());
    ServiceView service = governed.service();
    switch (governed.parsed()) {
      case Parsed.Ungoverned none -> parts.board().keepOnly(round.seen().governed().keySet());
      case Parsed.Rejected(String name, List<PolicyProblem> problems) ->
          reject(round, service, problems);
      case Parsed.Governed(ServicePolicy policy, var warnings) -> {
        if (policy.scale().isPresent()
            && service.mode() instanceof ServiceView.Mode.Replicated mode) {
          scale(round, service, mode, policy, policy.scale().get());
        }
      }
    }
  }

  private void reject(Round round, ServiceView service, List<PolicyProblem> problems) {
    List<Reason> reasons = new ArrayList<>();
    problems.forEach(problem -> reasons.add(Reason.of("PolicyRejected", problem.message())));
    String summary =
        problems.size() == 1
            ? problems.getFirst().message()
            : problems.size() + " labels are wrong; " + problems.getFirst().message();
    Decision decision =
        decision(round, service, summary, Plan.nothing(reasons), List.of(), Map.of());
    parts.recorder().record(decision);
    parts
        .board()
        .put(
            new ServiceStatus(
                service.name(),
                service.id(),
                "rejected",
                service.mode() instanceof ServiceView.Mode.Replicated(int replicas) ? replicas : -1,
                running(round, service),
                -1,
                -1,
                -1,
                Map.of(),
                decision));
  }

  private void scale(
      Round round,
      ServiceView service,
      ServiceView.Mode.Replicated replicated,
      ServicePolicy policy,
      ScalePolicy scale) {
    Instant now = round.seen().at();
    int current = replicated.replicas();
    ServiceMemory before = memory.of(service.id(), current, now);
    ScalingVerdict verdict =
        ScalingDecider.decide(
            parts
                .inputs()
                .of(round.seen(), service, replicated, scale, policy.schedules(), before));
    Mode mode = policy.mode() == ServicePolicy.Mode.OBSERVE ? Mode.OBSERVE : parts.suite().mode();
    Plan allowed =
        guards.apply(
            verdict.plan(),
            new GuardContext(mode, round.pause(), parts.lease().view(), service.rollout()));
    Plan plan = capacity.apply(allowed, FreeReservations.roomFor(service, round.seen().snapshot()));
    List<Outcome> outcomes = parts.actuator().act(plan);
    boolean handsOff = mode == Mode.OBSERVE || !round.pause().isRunning();
    ServiceMemory after = before.after(verdict.result(), plan, outcomes, now);
    memory.put(service.id(), handsOff ? after.handsOff() : after);
    Map<String, String> facts = plan.reasons().getFirst().numbers();
    Decision decision = decision(round, service, summary(verdict, plan), plan, outcomes, facts);
    parts.recorder().record(decision);
    parts
        .board()
        .put(
            new ServiceStatus(
                service.name(),
                service.id(),
                mode == Mode.OBSERVE ? "observe" : "enforce",
                current,
                running(round, service),
                verdict.result().desired(),
                verdict.bounds().min(),
                verdict.bounds().max(),
                verdict.result().measured(),
                decision));
  }

  private static String summary(ScalingVerdict verdict, Plan plan) {
    String what =
        Stream.concat(
                Stream.of(verdict.result().explanation()),
                plan.reasons().stream()
                    .filter(reason -> WORTH_SAYING.contains(reason.code()))
                    .map(Reason::text))
            .collect(Collectors.joining("; "));
    if (!plan.steps().isEmpty()) {
      return plan.steps().getFirst().action().describe() + ": " + what;
    }
    return plan.held().isEmpty()
        ? what
        : "%s; not done: %s".formatted(what, plan.held().getFirst().by().text());
  }

  private static int running(Round round, ServiceView service) {
    return (int)
        round.seen().tasksOf(service.id()).stream().filter(task -> task.isRunning()).count();
  }

  private Decision decision(
      Round round,
      ServiceView service,
      String summary,
      Plan plan,
      List<Outcome> outcomes,
      Map<String, String> facts) {
    return new Decision(
        parts.ids().next(),
        round.seen().at(),
        LOOP,
        parts.suite().instance(),
        service.name(),
        service.id(),
        summary,
        plan,
        outcomes,
        facts);
  }
}
