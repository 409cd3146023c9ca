package io.drover.placement;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView;
import io.drover.journal.PastActs;
import io.drover.placement.act.limits.LimitsActuator;
import io.drover.placement.decide.limits.Documented;
import io.drover.placement.decide.limits.Governance;
import io.drover.placement.decide.limits.LimitsDecider;
import io.drover.placement.decide.limits.LimitsInput;
import io.drover.placement.decide.limits.PastRepairs;
import io.drover.placement.guard.limits.ReservationsGuard;
import io.drover.placement.observe.limits.LimitsObservation;
import io.drover.placement.observe.limits.LimitsObservation.Governed;
import io.drover.placement.observe.limits.LimitsObserver;
import io.drover.placement.record.limits.LimitsBoard;
import io.drover.placement.record.limits.RepairMemory;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One round of the limits loop: all is observed, then each governed service is decided, guarded,
 * acted on and recorded, one after the other.
 */
final class LimitsSteps implements LoopSteps<LimitsSteps.Round> {
  static final String LOOP = "limits";

  /** An update shows in the service's status only some moments later. */
  private static final Duration SETTLES = Duration.ofSeconds(10);

  /** An update that takes longer hangs, and is no reason for others to wait. */
  private static final Duration LONGEST_UPDATE = Duration.ofHours(1);

  /** What a round works on. */
  record Round(LimitsObservation seen, PauseState pause, Map<String, ServiceOrder> orders) {
    PauseState pauseOf(String serviceId) {
      return ServiceOrder.pause(pause, Optional.ofNullable(orders.get(serviceId)));
    }
  }

  /** What a round works with. */
  record Parts(
      LimitsObserver observer,
      Lease lease,
      PauseSwitch pause,
      ServiceOrders orders,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      LimitsBoard board,
      LimitsActuator actuator,
      Function<Instant, PastActs> past,
      TimeSource time) {}

  private final Parts parts;
  private final RepairMemory memory = new RepairMemory();
  private final Guard<GuardContext> standard = Guards.standard();
  private final Guard<ReservationsGuard.Context> room = new ReservationsGuard();
  private final Guard<Optional<String>> oneService = new OneAtATimeGuard();
  private volatile boolean wasHolder;
  private boolean restored;

  LimitsSteps(Parts parts) {
    this.parts = parts;
  }

  /** A stand-by asks no agents: it does nothing with the answers. */
  @Override
  public Round observe() {
    Instant now = parts.time().now().wall();
    boolean holder = parts.lease().view().mine();
    LimitsObservation seen = parts.observer().observe(now, holder);
    lead(holder, now);
    return new Round(seen, parts.pause().read(now), parts.orders().read(now));
  }

  private void lead(boolean holder, Instant now) {
    if (holder && !wasHolder) {
      memory.clear();
      restored = false;
    }
    wasHolder = holder;
    if (holder && !restored) {
      PastActs past = parts.past().apply(now.minus(PastRepairs.REMEMBERED));
      memory.restore(past.decisions());
      restored = past instanceof PastActs.Known;
    }
  }

  @Override
  public List<Key> keys(Round round) {
    List<String> governed = wasHolder ? List.copyOf(round.seen().governed().keySet()) : List.of();
    parts.board().keepOnly(governed);
    if (wasHolder) {
      memory.keepOnly(governed);
    }
    return governed.stream().map(Key::new).toList();
  }

  @Override
  public void reconcile(Key key, Round round) {
    Governed governed = round.seen().governed().get(key.id());
    switch (governed.governance()) {
      case Governance.None none -> {}
      case Governance.Wrong(List<String> problems) ->
          record(
              decision(
                  round,
                  governed.service(),
                  Plan.nothing(
                      problems.stream()
                          .map(problem -> Reason.of("PolicyRejected", problem))
                          .toList()),
                  List.of()));
      case Governance.Held(Documented documented, boolean observing) ->
          hold(round, governed, documented, observing);
    }
  }

  private void hold(Round round, Governed governed, Documented documented, boolean observing) {
    ServiceView service = governed.service();
    LimitsInput input = round.seen().input(governed, documented, memory.of(service.id()));
    Mode mode = observing ? Mode.OBSERVE : parts.suite().mode();
    Plan plan =
        standard.apply(
            LimitsDecider.decide(input),
            new GuardContext(
                mode, round.pauseOf(service.id()), parts.lease().view(), service.rollout()));
    plan = room.apply(plan, new ReservationsGuard.Context(service, round.seen().snapshot()));
    plan = oneService.apply(plan, busy(round.seen(), service.id()));
    List<Outcome> outcomes = parts.actuator().act(plan, round.seen().stats());
    Decision decision = decision(round, service, plan, outcomes);
    memory.put(decision);
    record(decision);
  }

  private void record(Decision decision) {
    parts.recorder().record(decision);
    parts.board().put(decision);
  }

  /** Another service whose tasks are being replaced because of us. */
  private Optional<String> busy(LimitsObservation seen, String exceptId) {
    RepairMemory.Latest latest = memory.latest(exceptId);
    Governed other = seen.governed().get(latest.serviceId());
    if (other == null) {
      return Optional.empty();
    }
    boolean settling = latest.at().isAfter(seen.at().minus(SETTLES));
    boolean underWay =
        latest.at().isAfter(seen.at().minus(LONGEST_UPDATE)) && other.service().rollout().isBusy();
    return settling || underWay ? Optional.of(other.service().name()) : Optional.empty();
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
