package io.drover.scaling;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Decision;
import io.drover.core.decision.FreeReservations;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.ServicePolicy;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.journal.PastActs;
import io.drover.manifests.ManifestProblem;
import io.drover.runtime.guard.GuardContext;
import io.drover.runtime.guard.Guards;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.loop.Key;
import io.drover.runtime.loop.LoopSteps;
import io.drover.runtime.orders.ServiceOrder;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.runtime.pause.PauseState;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import io.drover.scaling.act.ReplicaActuator;
import io.drover.scaling.decide.Asked;
import io.drover.scaling.decide.ReplicaRules;
import io.drover.scaling.decide.ScalingDecider;
import io.drover.scaling.decide.ScalingInput;
import io.drover.scaling.decide.ScalingVerdict;
import io.drover.scaling.decide.shadow.Wish;
import io.drover.scaling.observe.Agents;
import io.drover.scaling.observe.AgentsReport;
import io.drover.scaling.observe.MetricReadings;
import io.drover.scaling.observe.Observation;
import io.drover.scaling.observe.PolicyBook;
import io.drover.scaling.observe.QueriedMetrics;
import io.drover.scaling.observe.QuotaLedger;
import io.drover.scaling.observe.ScalingInputs;
import io.drover.scaling.observe.StepRequests;
import io.drover.scaling.record.DecisionLog;
import io.drover.scaling.record.PastSteps;
import io.drover.scaling.record.ReplicaTrack;
import io.drover.scaling.record.ScalingMemory;
import io.drover.scaling.record.ServiceMemory;
import io.drover.scaling.record.StatusBoard;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One round of the scaling loop: observe all, then decide, guard, act and record per service. */
final class ScalingSteps implements LoopSteps<Round> {
  static final String LOOP = DecisionLog.SCALING;

  private final Parts parts;
  private final DecisionLog log;
  private final ScalingMemory memory = new ScalingMemory();
  private final Guard<GuardContext> guards = Guards.standard();
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
      ServiceOrders orders,
      StepRequests asked,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      StatusBoard board,
      ReplicaTrack track,
      PolicyBook policies,
      ReplicaActuator actuator,
      Dependencies dependencies,
      Function<Instant, PastActs> past,
      TimeSource time) {}

  ScalingSteps(Parts parts) {
    this.parts = parts;
    log =
        new DecisionLog(
            LOOP, parts.suite().instance(), parts.ids(), parts.recorder(), parts.board());
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
    sayMistakes(parts.policies().lastRead().problems());
    return new Round(
        Observation.of(now, snapshot, governed, report, metrics(governed)),
        new RoundRoom(FreeReservations.of(snapshot)),
        QuotaLedger.read(parts.engine(), snapshot, parts.policies().manifests(), now),
        parts.pause().read(now),
        parts.orders().read(now));
  }

  /** Mistakes in files belong to nobody's service in particular: the status tells them. */
  private void sayMistakes(List<ManifestProblem> problems) {
    if (problems.isEmpty()) {
      parts.dependencies().up("manifests", false);
      return;
    }
    String first = problems.getFirst().toString();
    String more = problems.size() == 1 ? "" : ", and %d more".formatted(problems.size() - 1);
    parts.dependencies().down("manifests", false, first + more);
  }

  private MetricReadings metrics(List<PolicyBook.Governed> governed) {
    MetricReadings readings = MetricReadings.ask(governed, parts.metrics(), parts.agents());
    List<String> failures = readings.failures();
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

  /** What a stand-by answers in place of what only the holder knows. */
  static String standsBy(LeaseView lease) {
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
    switch (ReplicaRules.of(service, governed.parsed(), governed.manifests(), round.seen().at())) {
      case ReplicaRules.None none -> parts.board().remove(service.id());
      case ReplicaRules.Wrong(List<String> problems) -> reject(round, service, problems);
      case ReplicaRules.Left left -> leave(round, service, left);
      case ReplicaRules.Hold rules -> {
        if (service.mode() instanceof ServiceView.Mode.Replicated mode) {
          scale(round, service, mode, mode(governed), rules);
        }
      }
    }
  }

  private Asked asked(Round round, ServiceView service) {
    Asked step = parts.asked().waitingFor(service.id(), round.seen().at());
    return round.orders().get(service.id()) instanceof ServiceOrder.Replicas order
        ? new Asked.Replicas(order.replicas(), order.until(), order.by(), order.why())
        : step;
  }

  private static ServicePolicy.Mode mode(PolicyBook.Governed governed) {
    return governed.parsed() instanceof Parsed.Governed(ServicePolicy policy, var warnings)
        ? policy.mode()
        : ServicePolicy.Mode.ENFORCE;
  }

  private void reject(Round round, ServiceView service, List<String> problems) {
    String summary =
        problems.size() == 1
            ? problems.getFirst()
            : problems.size() + " mistakes; " + problems.getFirst();
    log.untouched(
        round.seen(),
        service,
        "rejected",
        summary,
        problems.stream().map(problem -> Reason.of("PolicyRejected", problem)).toList());
  }

  /** Whoever changes the count meanwhile means it: nothing is put back later. */
  private void leave(Round round, ServiceView service, ReplicaRules.Left left) {
    if (service.mode() instanceof ServiceView.Mode.Replicated(int replicas)) {
      Instant now = round.seen().at();
      memory.put(service.id(), memory.of(service.id(), replicas, now).handsOff());
    }
    List<Reason> reasons = List.of(Reason.of(left.code(), left.why()));
    log.untouched(round.seen(), service, "left alone", left.why(), reasons);
  }

  private void scale(
      Round round,
      ServiceView service,
      ServiceView.Mode.Replicated replicated,
      ServicePolicy.Mode own,
      ReplicaRules.Hold rules) {
    Instant now = round.seen().at();
    int current = replicated.replicas();
    ServiceMemory before = memory.of(service.id(), current, now);
    Asked asked = asked(round, service);
    ScalingInput input =
        parts.inputs().of(round.seen(), service, replicated, rules, before).asked(asked);
    ScalingVerdict verdict = ScalingDecider.decide(input);
    PauseState pause = round.pauseOf(service.id());
    Mode mode = own == ServicePolicy.Mode.OBSERVE ? Mode.OBSERVE : parts.suite().mode();
    Plan allowed =
        guards.apply(
            verdict.plan(), new GuardContext(mode, pause, parts.lease().view(), service.rollout()));
    // What no node has room for is not booked on the quota, where others could have it.
    Plan plan = round.quotas().admit(round.room().grant(allowed, service), service);
    List<Outcome> outcomes = parts.actuator().act(plan);
    Instant answered = parts.time().now().wall();
    parts
        .track()
        .feed(service.name(), now, countAfter(plan, outcomes, current), Wish.of(input, verdict));
    if (plan.held().isEmpty() && outcomes.stream().allMatch(Outcome.Applied.class::isInstance)) {
      parts.asked().done(service.id(), asked);
    }
    boolean handsOff = mode == Mode.OBSERVE || !pause.isRunning();
    ServiceMemory after = before.after(verdict, plan, outcomes, now, answered);
    memory.put(service.id(), handsOff ? after.handsOff() : after);
    log.decided(
        round.seen(), service, new DecisionLog.Decided(mode, current, verdict, plan, outcomes));
  }

  /** What the spec asks for after acting. */
  private static int countAfter(Plan plan, List<Outcome> outcomes, int before) {
    boolean applied = !outcomes.isEmpty() && outcomes.getFirst() instanceof Outcome.Applied;
    return applied && plan.steps().getFirst().action() instanceof SetReplicas set
        ? set.to()
        : before;
  }
}
