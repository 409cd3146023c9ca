package io.drover.placement;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.QuotaPolicy;
import io.drover.core.policy.ServicePolicy;
import io.drover.core.policy.StackQuota;
import io.drover.core.quota.QuotaRules;
import io.drover.core.quota.QuotaUse;
import io.drover.core.quota.StackFacts;
import io.drover.core.quota.StackService;
import io.drover.journal.PastActs;
import io.drover.manifests.ManifestProblem;
import io.drover.manifests.Policies;
import io.drover.placement.act.quota.QuotaActuator;
import io.drover.placement.decide.quota.DroverActs;
import io.drover.placement.decide.quota.QuotaDecider;
import io.drover.placement.decide.quota.QuotaInput;
import io.drover.placement.decide.quota.QuotaVerdict;
import io.drover.placement.decide.quota.StackWatch;
import io.drover.placement.decide.quota.Suspect;
import io.drover.placement.observe.moves.OperatorsOrders;
import io.drover.placement.observe.quota.QuotaObservation;
import io.drover.placement.observe.quota.QuotaObserver;
import io.drover.placement.record.quota.QuotaBoard;
import io.drover.placement.record.quota.QuotaMemory;
import io.drover.placement.record.quota.QuotaMetrics;
import io.drover.placement.record.quota.QuotasInForce;
import io.drover.runtime.guard.GuardContext;
import io.drover.runtime.guard.Guards;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.Lease;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One round of the quota loop: each stack that has quotas or limits is looked at, and judged. */
final class QuotaSteps implements LoopSteps<QuotaSteps.Round> {
  static final String LOOP = "quota";

  /** The engine's clock and ours need not agree to the second. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

  private final Parts parts;
  private final QuotaMemory memory = new QuotaMemory();
  private final Guard<GuardContext> guards = Guards.standard();
  private volatile boolean wasHolder;
  private boolean restored;
  private Map<String, Instant> inForce = Map.of();
  private Policies kept = Policies.NONE;

  /** What the journal knows of what was done to a service. */
  @FunctionalInterface
  interface Past {
    /** Acts of a loop, or of all where it is empty text, on a service, or on all likewise. */
    PastActs since(String loop, String serviceId, Instant since);
  }

  /** What a round works with. */
  record Parts(
      QuotaObserver observer,
      QuotasInForce inForce,
      QuotaActuator actuator,
      Lease lease,
      PauseSwitch pause,
      ServiceOrders orders,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      QuotaBoard board,
      QuotaMetrics metrics,
      Dependencies dependencies,
      Past past,
      TimeSource time) {}

  /** What a round works on. */
  record Round(QuotaObservation seen, PauseState pause, Map<String, ServiceOrder> orders) {
    PauseState pauseOf(String serviceId) {
      return ServiceOrder.pause(pause, Optional.ofNullable(orders.get(serviceId)));
    }

    /**
     * While tasks of a stack are moved there are more of them for a while, which is nobody's fault.
     */
    PauseState pauseOf(String serviceId, StackFacts stack) {
      return stack.services().stream()
          .flatMap(one -> Optional.ofNullable(orders.get(one.service().id())).stream())
          .filter(OperatorsOrders::isOurs)
          .findFirst()
          .map(moving -> ServiceOrder.pause(pause, Optional.of(moving)))
          .orElseGet(() -> pauseOf(serviceId));
    }
  }

  QuotaSteps(Parts parts) {
    this.parts = parts;
  }

  @Override
  public Round observe() {
    Instant now = parts.time().now().wall();
    QuotaObservation seen = parts.observer().look(now);
    parts.board().saw(seen);
    // Two instances that both told would be added up.
    boolean tells = parts.lease().view().mine();
    parts.metrics().saw(tells ? seen : QuotaObservation.none(now, seen.policies()));
    say("manifests", seen.policies().problems().stream().map(ManifestProblem::toString).toList());
    say("quotas", exceeded(seen));
    return new Round(seen, parts.pause().read(now), parts.orders().read(now));
  }

  private void say(String what, List<String> wrong) {
    if (wrong.isEmpty()) {
      parts.dependencies().up(what, false);
      return;
    }
    String more = wrong.size() == 1 ? "" : ", and %d more".formatted(wrong.size() - 1);
    parts.dependencies().down(what, false, wrong.getFirst() + more);
  }

  private static List<String> exceeded(QuotaObservation seen) {
    List<String> lines = new ArrayList<>();
    for (StackFacts facts : seen.stacks().values()) {
      for (QuotaUse.Line line :
          QuotaRules.exceeded(seen.policies().quotasOf(facts.stack()), facts)) {
        lines.add("stack " + facts.stack() + ": " + line.describe());
      }
    }
    return lines;
  }

  @Override
  public List<Key> keys(Round round) {
    boolean holder = parts.lease().view().mine();
    if (holder && !wasHolder) {
      memory.clear();
      restored = false;
      kept = Policies.NONE;
    }
    wasHolder = holder;
    if (!holder) {
      parts.board().standBy();
      return List.of();
    }
    QuotaObservation seen = round.seen();
    if (!restored) {
      PastActs past = parts.past().since(LOOP, "", seen.at().minus(QuotaDecider.RESTORES_COUNT));
      memory.restore(past.decisions());
      restored = past instanceof PastActs.Known;
    }
    if (seen.policies() != kept) {
      Optional<Map<String, Instant>> known =
          parts.inForce().since(seen.policies(), seen.stacks().keySet(), seen.at());
      inForce = known.orElse(Map.of());
      kept = known.isPresent() ? seen.policies() : Policies.NONE;
    }
    memory.keepOnly(seen.stacks().keySet(), seen.at());
    return seen.stacks().keySet().stream().map(Key::new).toList();
  }

  @Override
  public void reconcile(Key key, Round round) {
    QuotaObservation seen = round.seen();
    StackFacts facts = seen.stacks().get(key.id());
    List<StackQuota> quotas = seen.policies().quotasOf(facts.stack());
    StackWatch watch =
        memory.look(facts, quotas, seen, Optional.ofNullable(inForce.get(facts.stack())));
    List<Suspect> suspects =
        watch.suspects(facts).stream()
            .map(service -> suspect(service, watch, facts, seen))
            .toList();
    QuotaVerdict verdict =
        QuotaDecider.decide(new QuotaInput(facts, quotas, seen.volumesOf(facts), suspects));
    parts.recorder().record(decision(seen, facts.stack(), "", verdict.stack(), List.of()));
    parts
        .board()
        .decided(
            facts.stack(),
            verdict.services().stream()
                .map(one -> carriedOut(round, facts, one.service(), one.plan()))
                .toList());
  }

  private Decision carriedOut(Round round, StackFacts facts, StackService service, Plan wanted) {
    Plan plan =
        guards.apply(
            wanted,
            new GuardContext(
                mode(service),
                round.pauseOf(service.service().id(), facts),
                parts.lease().view(),
                service.service().rollout()));
    List<Outcome> outcomes =
        plan.steps().isEmpty()
            ? List.of()
            : parts.actuator().act(plan, memory.specOf(plan.steps().getFirst().action()));
    Decision decision =
        decision(round.seen(), service.service().name(), service.service().id(), plan, outcomes);
    parts.recorder().record(decision);
    memory.acted(decision);
    if (outcomes.stream().anyMatch(Outcome.Applied.class::isInstance)) {
      parts.metrics().tookBack();
    }
    return decision;
  }

  private Suspect suspect(
      StackService service, StackWatch watch, StackFacts facts, QuotaObservation seen) {
    Suspect.Rule rule = rule(service, watch, facts);
    Suspect.Before before = memory.before(service, watch, facts, seen);
    return new Suspect(
        service,
        watch.took(service, QuotaRules.exceeded(watch.quotas(), facts), facts),
        before,
        rule,
        rule == Suspect.Rule.STRICT ? doer(service, before, seen) : Suspect.Doer.OUTSIDE,
        memory.restored(service.service().id(), seen.at()));
  }

  /** What the service's own label says goes before what the quota's annotation says of all. */
  private static Suspect.Rule rule(StackService service, StackWatch watch, StackFacts facts) {
    boolean ofQuota =
        watch.quotas().stream()
            .filter(StackQuota::strict)
            .map(quota -> QuotaRules.use(quota, facts).exceeded())
            .anyMatch(exceeded -> !watch.took(service, exceeded, facts).isEmpty());
    return switch (QuotaObservation.labels(service)) {
      case Parsed.Rejected rejected -> Suspect.Rule.REJECTED;
      case Parsed.Governed(ServicePolicy policy, var warnings) ->
          policy.quota().map(own -> own == QuotaPolicy.STRICT).orElse(ofQuota)
              ? Suspect.Rule.STRICT
              : Suspect.Rule.REPORT;
      case Parsed.Ungoverned ungoverned -> ofQuota ? Suspect.Rule.STRICT : Suspect.Rule.REPORT;
    };
  }

  private Suspect.Doer doer(StackService service, Suspect.Before before, QuotaObservation seen) {
    Instant since = service.service().updatedAt().minus(CLOCKS_DIFFER);
    PastActs past = parts.past().since("", service.service().id(), since);
    List<Decision> ofOthers =
        past.decisions().stream().filter(one -> !one.loop().equals(LOOP)).toList();
    if (DroverActs.made(service, before, ofOthers)) {
      return Suspect.Doer.DROVER;
    }
    return past instanceof PastActs.Known || !isDroversToChange(service, seen)
        ? Suspect.Doer.OUTSIDE
        : Suspect.Doer.UNSURE;
  }

  private static boolean isDroversToChange(StackService service, QuotaObservation seen) {
    boolean byLabels =
        QuotaObservation.labels(service) instanceof Parsed.Governed(var policy, var warnings)
            && (policy.scale().isPresent()
                || !policy.schedules().isEmpty()
                || policy.resize().isPresent()
                || policy.limits().isPresent());
    return byLabels || seen.isMeant(service);
  }

  private Mode mode(StackService service) {
    return QuotaObservation.labels(service) instanceof Parsed.Governed(var policy, var warnings)
            && policy.mode() == ServicePolicy.Mode.OBSERVE
        ? Mode.OBSERVE
        : parts.suite().mode();
  }

  private Decision decision(
      QuotaObservation seen, String about, String serviceId, Plan plan, List<Outcome> outcomes) {
    return new Decision(
        parts.ids().next(),
        seen.at(),
        LOOP,
        parts.suite().instance(),
        about,
        serviceId,
        plan.summary(String.join("; ", plan.reasons().stream().map(Reason::text).toList())),
        plan,
        outcomes,
        plan.reasons().getFirst().numbers());
  }
}
