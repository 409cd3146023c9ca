package io.drover.placement;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.NodeLabels;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.PolicyProblem;
import io.drover.core.policy.ServicePolicy;
import io.drover.engine.Engine;
import io.drover.placement.decide.tuning.TuningDecider;
import io.drover.placement.decide.tuning.TuningInput;
import io.drover.placement.decide.tuning.TuningWish;
import io.drover.placement.observe.tuning.TuningAgents;
import io.drover.placement.record.TuningBoard;
import io.drover.runtime.guard.GuardContext;
import io.drover.runtime.guard.Guards;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One round of the tuning loop: what each service's labels ask for is told to all agents at once,
 * since a service's tasks may start on any node. Agents keep it until they are told something else.
 */
final class TuningSteps implements LoopSteps<TuningSteps.Round> {
  static final String LOOP = "tuning";
  private static final Key ALL = new Key(LOOP);

  /**
   * What a round works on.
   *
   * @param at when it was seen
   * @param inputs by service, those that are tuned, are to be, or have wrong labels of tuning
   * @param report what the agents said
   * @param pause whether anything may be done
   * @param orders what operators ordered, by service id
   */
  record Round(
      Instant at,
      List<TuningInput> inputs,
      TuningAgents.Report report,
      PauseState pause,
      Map<String, ServiceOrder> orders) {
    PauseState pauseOf(String serviceId) {
      return ServiceOrder.pause(pause, Optional.ofNullable(orders.get(serviceId)));
    }
  }

  /** What a round works with. */
  record Parts(
      Engine engine,
      TuningAgents agents,
      Lease lease,
      PauseSwitch pause,
      ServiceOrders orders,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      TuningBoard board,
      TimeSource time) {}

  private final Parts parts;
  private final Guard<GuardContext> standard = Guards.standard();
  private final Map<String, Decision> last = new ConcurrentHashMap<>();

  TuningSteps(Parts parts) {
    this.parts = parts;
  }

  @Override
  public Round observe() {
    Instant now = parts.time().now().wall();
    ClusterSnapshot snapshot = parts.engine().snapshot();
    TuningAgents.Report report = parts.agents().ask();
    List<TuningInput> inputs = inputs(snapshot, report);
    if (!parts.lease().view().mine()) {
      last.clear();
      show(inputs, report);
    }
    return new Round(now, inputs, report, parts.pause().read(now), parts.orders().read(now));
  }

  private static List<TuningInput> inputs(ClusterSnapshot snapshot, TuningAgents.Report report) {
    Set<String> told = new HashSet<>();
    report.agents().forEach(agent -> told.addAll(agent.told().keySet()));
    List<TuningInput> inputs = new ArrayList<>();
    snapshot.services().stream()
        .sorted(Comparator.comparing(ServiceView::name))
        .filter(one -> told.contains(one.id()) || !NodeLabels.of(one.labels()).isEmpty())
        .forEach(
            one ->
                inputs.add(
                    new TuningInput(
                        one.id(), one.name(), wish(one), report.agents(), report.missing())));
    return inputs;
  }

  private static TuningWish wish(ServiceView service) {
    return switch (PolicyParser.parse(service)) {
      case Parsed.Ungoverned none -> new TuningWish.Asks(new TreeMap<>(), false);
      case Parsed.Rejected(String name, List<PolicyProblem> problems) ->
          new TuningWish.Wrong(problems.stream().map(PolicyProblem::message).toList());
      case Parsed.Governed(ServicePolicy policy, var warnings) ->
          new TuningWish.Asks(
              NodeLabels.of(service.labels()), policy.mode() == ServicePolicy.Mode.OBSERVE);
    };
  }

  @Override
  public List<Key> keys(Round round) {
    return parts.lease().view().mine() ? List.of(ALL) : List.of();
  }

  @Override
  public void reconcile(Key key, Round round) {
    Map<String, Plan> plans = new HashMap<>();
    round.inputs().forEach(input -> plans.put(input.serviceId(), guarded(input, round)));
    Optional<TuningAgents.Report> answer = push(round, plans);
    last.keySet().retainAll(plans.keySet());
    for (TuningInput input : round.inputs()) {
      Plan plan = plans.get(input.serviceId());
      Decision decision = decision(round, input, plan, outcomes(plan, answer));
      last.put(input.serviceId(), decision);
      parts.recorder().record(decision);
    }
    show(round.inputs(), answer.orElse(round.report()));
  }

  private Plan guarded(TuningInput input, Round round) {
    boolean observing =
        input.wish() instanceof TuningWish.Asks(var labels, boolean observes) && observes;
    Mode mode = observing ? Mode.OBSERVE : parts.suite().mode();
    return standard.apply(
        TuningDecider.decide(input),
        // No spec is written, so that a rollout is not disturbed.
        new GuardContext(
            mode, round.pauseOf(input.serviceId()), parts.lease().view(), Rollout.NONE));
  }

  /**
   * Tells the agents, unless nothing may be done at all. What is held back for one service stays as
   * it was told last, whatever that is.
   */
  private Optional<TuningAgents.Report> push(Round round, Map<String, Plan> plans) {
    boolean mayAct =
        parts.suite().mode() == Mode.ENFORCE
            && round.pause().isRunning()
            && parts.lease().mayAct(LeaseSettings.STEP_TAKES);
    if (!mayAct) {
      return Optional.empty();
    }
    List<TuningAgents.Order> orders = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (TuningInput input : round.inputs()) {
      if (!(input.wish() instanceof TuningWish.Asks asks)
          || !plans.get(input.serviceId()).held().isEmpty()
          || asks.observing()
          || !round.pauseOf(input.serviceId()).isRunning()) {
        left.add(input.serviceId());
      } else if (!asks.labels().isEmpty()) {
        orders.add(new TuningAgents.Order(input.serviceId(), input.service(), asks.labels()));
      }
    }
    return Optional.of(parts.agents().tell(orders, left));
  }

  private static List<Outcome> outcomes(Plan plan, Optional<TuningAgents.Report> answer) {
    if (plan.steps().isEmpty()) {
      return List.of();
    }
    return List.of(
        answer
            .<Outcome>map(
                told ->
                    told.missing().isEmpty()
                        ? new Outcome.Applied("")
                        : new Outcome.Failed(
                            Outcome.Kind.UNAVAILABLE, String.join("; ", told.missing())))
            .orElseGet(
                () ->
                    new Outcome.Failed(
                        Outcome.Kind.UNAVAILABLE, "the lease was lost before acting")));
  }

  private void show(List<TuningInput> inputs, TuningAgents.Report report) {
    List<String> missing = new ArrayList<>(report.missing());
    report.agents().stream()
        .filter(agent -> !agent.problem().isEmpty())
        .forEach(agent -> missing.add("agent on " + agent.node() + ": " + agent.problem()));
    parts
        .board()
        .put(
            inputs.stream().map(input -> input.with(report.agents(), report.missing())).toList(),
            last,
            missing);
  }

  private Decision decision(Round round, TuningInput input, Plan plan, List<Outcome> outcomes) {
    return new Decision(
        parts.ids().next(),
        round.at(),
        LOOP,
        parts.suite().instance(),
        input.service(),
        input.serviceId(),
        plan.summary(),
        plan,
        outcomes,
        Map.of());
  }
}
