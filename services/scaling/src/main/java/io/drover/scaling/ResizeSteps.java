package io.drover.scaling;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.engine.Engine;
import io.drover.journal.PastActs;
import io.drover.runtime.guard.GuardContext;
import io.drover.runtime.guard.Guards;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.guard.OneAtATimeGuard;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.loop.Key;
import io.drover.runtime.loop.LoopSteps;
import io.drover.runtime.orders.ServiceOrder;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.runtime.pause.PauseState;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import io.drover.scaling.act.ResizeActuator;
import io.drover.scaling.decide.vertical.Demand;
import io.drover.scaling.decide.vertical.LastResize;
import io.drover.scaling.decide.vertical.ResizeDecider;
import io.drover.scaling.decide.vertical.ResizeInput;
import io.drover.scaling.decide.vertical.ResizeVerdict;
import io.drover.scaling.decide.vertical.RunningTask;
import io.drover.scaling.decide.vertical.SizeRules;
import io.drover.scaling.decide.vertical.Usage;
import io.drover.scaling.guard.SizeGuard;
import io.drover.scaling.guard.WindowGuard;
import io.drover.scaling.observe.LoadReport;
import io.drover.scaling.observe.PolicyBook;
import io.drover.scaling.observe.QuotaLedger;
import io.drover.scaling.observe.ResizeInputs;
import io.drover.scaling.observe.ResizeObservation;
import io.drover.scaling.observe.SizeAgents;
import io.drover.scaling.record.Checkpoints;
import io.drover.scaling.record.ReplicaTrack;
import io.drover.scaling.record.ResizeBoard;
import io.drover.scaling.record.ResizeMemory;
import io.drover.scaling.record.ResizeStatus;
import io.drover.scaling.record.UsageHistory;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One round of the resizing loop: what tasks use is taken into the histograms, then each service is
 * decided, guarded, acted on and recorded, one after the other. It acts under the lease of the
 * scaling loop, so that one instance knows all that is done to a service.
 */
final class ResizeSteps implements LoopSteps<ResizeSteps.Round> {
  static final String LOOP = "resize";

  /** An update shows in the service's status only some moments later. */
  private static final Duration SETTLES = Duration.ofSeconds(10);

  /** An update that takes longer hangs, and is no reason for others to wait. */
  private static final Duration LONGEST_UPDATE = Duration.ofHours(1);

  /** A few kilobytes each: thousands at once would not fit into a small heap. */
  private static final int STORED_AT_ONCE = 100;

  private static final LoadReport NOT_ASKED = new LoadReport(Map.of(), List.of(), List.of());

  /** What a round works on: what was seen, and whether anything may be done about it. */
  record Round(
      ResizeObservation seen,
      QuotaLedger quotas,
      PauseState pause,
      Map<String, ServiceOrder> orders) {
    PauseState pauseOf(String serviceId) {
      return ServiceOrder.pause(pause, Optional.ofNullable(orders.get(serviceId)));
    }
  }

  private final Parts parts;
  private final ResizeMemory memory = new ResizeMemory();
  private final Guard<GuardContext> standard = Guards.standard();
  private final Guard<WindowGuard.Context> window = new WindowGuard();
  private final Guard<Optional<String>> oneAtATime = new OneAtATimeGuard();
  private final Guard<SizeGuard.Context> capacity = new SizeGuard();
  private volatile boolean wasHolder;
  private boolean restored;
  private boolean loaded;

  /** What a round works with. */
  record Parts(
      Engine engine,
      SizeAgents agents,
      PolicyBook policies,
      ResizeInputs inputs,
      Checkpoints checkpoints,
      UsageHistory history,
      ReplicaTrack track,
      Lease lease,
      PauseSwitch pause,
      ServiceOrders orders,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      ResizeBoard board,
      ResizeActuator actuator,
      Function<Instant, PastActs> past,
      Counter takenBack,
      TimeSource time) {}

  ResizeSteps(Parts parts) {
    this.parts = parts;
  }

  /** A stand-by only looks who leads: what it measured would be counted twice after a take-over. */
  @Override
  public Round observe() {
    Instant now = parts.time().now().wall();
    ClusterSnapshot snapshot = parts.engine().snapshot();
    List<PolicyBook.Governed> governed = parts.policies().read(snapshot);
    boolean holder = parts.lease().view().mine();
    ResizeObservation seen =
        ResizeObservation.of(now, snapshot, governed, holder ? parts.agents().ask() : NOT_ASKED);
    lead(holder, seen);
    QuotaLedger quotas =
        holder
            ? QuotaLedger.read(parts.engine(), snapshot, parts.policies().manifests(), now)
            : QuotaLedger.NONE;
    return new Round(seen, quotas, parts.pause().read(now), parts.orders().read(now));
  }

  private void lead(boolean holder, ResizeObservation seen) {
    if (holder && !wasHolder) {
      memory.clear();
      parts.inputs().book().clear();
      restored = false;
      loaded = false;
    }
    wasHolder = holder;
    if (!holder) {
      parts.board().standBy(ScalingSteps.standsBy(parts.lease().view()));
      parts.history().standBy();
      return;
    }
    parts.board().lead();
    parts.history().feed(seen.snapshot(), seen.loads(), seen.at());
    parts.history().keep(seen.at());
    // Here, since this loop has the time to wait for the database.
    parts.track().keep(seen.at());
    if (!restored) {
      PastActs past = parts.past().apply(seen.at().minus(LastResize.BACK_OFF));
      memory.restore(past.decisions());
      restored = past instanceof PastActs.Known;
    }
    seen.sized()
        .values()
        .forEach(
            sized ->
                parts
                    .inputs()
                    .book()
                    .feed(
                        sized.service(),
                        seen.taskIdsOf(sized.service().id()),
                        seen.loads(),
                        seen.at()));
    if (!seen.sized().isEmpty()) {
      keep(seen.at());
    }
  }

  /** Nothing is stored before what was stored is known: it would be overwritten. */
  private void keep(Instant now) {
    var book = parts.inputs().book();
    if (!loaded) {
      Optional<Map<String, Usage>> stored = parts.checkpoints().load(now);
      stored.ifPresent(book::merge);
      loaded = stored.isPresent();
    }
    if (loaded) {
      Map<String, Usage.State> some = book.changed(now, STORED_AT_ONCE);
      while (!some.isEmpty() && parts.checkpoints().save(some)) {
        book.stored(some.keySet());
        some = book.changed(now, STORED_AT_ONCE);
      }
      parts.checkpoints().forgetOld(now);
    }
    book.forgetOld(now);
  }

  @Override
  public List<Key> keys(Round round) {
    var sized = round.seen().sized().keySet();
    memory.keepOnly(sized);
    parts.inputs().heaps().keepOnly(sized);
    parts.board().keepOnly(sized);
    return wasHolder ? sized.stream().map(Key::new).toList() : List.of();
  }

  @Override
  public void reconcile(Key key, Round round) {
    ResizeObservation.Sized sized = round.seen().sized().get(key.id());
    switch (sized.rules()) {
      case SizeRules.None none -> {}
      case SizeRules.Wrong(List<String> problems) ->
          leave(
              round,
              sized.service(),
              problems.stream().map(problem -> Reason.of("PolicyRejected", problem)).toList());
      case SizeRules.Ambiguous(String why) ->
          leave(round, sized.service(), List.of(Reason.of("AmbiguousSelector", why)));
      case SizeRules.Hold rules -> resize(round, sized.service(), rules);
    }
  }

  private void leave(Round round, ServiceView service, List<Reason> reasons) {
    parts.board().remove(service.id());
    parts.recorder().record(decision(round, service, Plan.nothing(reasons), List.of()));
  }

  private void resize(Round round, ServiceView service, SizeRules.Hold rules) {
    ResizeInput input = parts.inputs().of(round.seen(), service, rules, memory.of(service.id()));
    ResizeVerdict verdict = ResizeDecider.decide(input);
    Mode mode = rules.observing() ? Mode.OBSERVE : parts.suite().mode();
    Plan plan = guarded(verdict, round, input, mode);
    List<Outcome> outcomes = parts.actuator().act(plan, round.seen().loads());
    Decision decision = decision(round, service, plan, outcomes);
    memory.put(decision);
    parts.recorder().record(decision);
    if (verdict.isRepair() && outcomes.stream().anyMatch(Outcome.Applied.class::isInstance)) {
      parts.takenBack().increment();
    }
    Demand demand = input.demand();
    parts
        .board()
        .put(
            new ResizeStatus(
                service.name(),
                service.id(),
                rules,
                mode == Mode.OBSERVE,
                Allotment.of(service),
                verdict.estimate(),
                demand.samples(),
                demand.confidence(),
                decision));
  }

  /** An update of ours that failed and paused, or hangs, waits for nobody but us. */
  private Plan guarded(ResizeVerdict verdict, Round round, ResizeInput input, Mode mode) {
    ServiceView service = input.service();
    boolean repair = verdict.isRepair();
    boolean ours = repair && service.rollout() == Rollout.PAUSED || verdict.endsUpdate();
    Rollout rollout = ours ? Rollout.NONE : service.rollout();
    Plan plan =
        standard.apply(
            verdict.plan(),
            new GuardContext(mode, round.pauseOf(service.id()), parts.lease().view(), rollout));
    plan = window.apply(plan, new WindowGuard.Context(round.seen().at(), input.policy(), repair));
    if (!repair) {
      plan = oneAtATime.apply(plan, busy(round.seen(), service.id()));
      plan =
          capacity.apply(
              plan, new SizeGuard.Context(service, round.seen().snapshot(), running(input)));
      plan = round.quotas().admit(plan, service);
    }
    return plan;
  }

  private static Map<String, Resources> running(ResizeInput input) {
    Map<String, Resources> running = new HashMap<>();
    for (RunningTask task : input.tasks()) {
      if (task.limits() instanceof Reading.Known<Resources>(Resources limits, var at)) {
        running.put(task.id(), limits);
      }
    }
    return running;
  }

  /** Another service whose tasks are being replaced because of us. */
  private Optional<String> busy(ResizeObservation seen, String exceptId) {
    return seen.sized().values().stream()
        .map(ResizeObservation.Sized::service)
        .filter(service -> !service.id().equals(exceptId))
        .filter(service -> isUnderWay(service, memory.of(service.id()), seen.at()))
        .map(ServiceView::name)
        .findFirst();
  }

  private static boolean isUnderWay(ServiceView service, LastResize last, Instant now) {
    Instant at =
        switch (last) {
          case LastResize.None none -> Instant.MIN;
          case LastResize.Resized resized -> resized.inPlace() ? Instant.MIN : resized.at();
          case LastResize.TakenBack back -> back.at();
        };
    return at.isAfter(now.minus(SETTLES))
        || at.isAfter(now.minus(LONGEST_UPDATE)) && service.rollout().isBusy();
  }

  private Decision decision(Round round, ServiceView service, Plan plan, List<Outcome> outcomes) {
    return new Decision(
        parts.ids().next(),
        round.seen().at(),
        LOOP,
        parts.suite().instance(),
        service.name(),
        service.id(),
        plan.summary(),
        plan,
        outcomes,
        plan.reasons().isEmpty() ? Map.of() : plan.reasons().getFirst().numbers());
  }
}
