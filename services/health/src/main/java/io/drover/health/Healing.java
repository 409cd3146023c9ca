package io.drover.health;

import io.drover.core.decision.Action;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.health.act.HealActuator;
import io.drover.health.decide.heal.HealInput;
import io.drover.health.decide.heal.HealRules;
import io.drover.health.decide.state.Assessment;
import io.drover.health.decide.state.Finding;
import io.drover.health.decide.state.Kind;
import io.drover.health.decide.state.NodeHealth;
import io.drover.health.decide.state.ServiceHealth;
import io.drover.health.decide.state.Subject;
import io.drover.health.decide.state.TaskFacts;
import io.drover.health.observe.Observation;
import io.drover.health.record.HealMemory;
import io.drover.health.record.Watch;
import io.drover.journal.PastActs;
import io.drover.runtime.guard.GuardContext;
import io.drover.runtime.guard.Guards;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.orders.ServiceOrder;
import io.drover.runtime.pause.PauseState;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.wiring.Suite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Repairs services that ask for it, one after the other; records what was done, or held back. */
final class Healing {
  /** The name of its decisions. */
  static final String LOOP = "healing";

  private final Suite suite;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final HealActuator actuator;
  private final Supplier<LeaseView> lease;
  private final Function<Instant, PastActs> past;
  private final HealMemory memory = new HealMemory();
  private final Watch watch = new Watch();
  private final Guard<GuardContext> guards = Guards.standard();
  private boolean restored;

  Healing(
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      HealActuator actuator,
      Supplier<LeaseView> lease,
      Function<Instant, PastActs> past) {
    this.suite = suite;
    this.ids = ids;
    this.recorder = recorder;
    this.actuator = actuator;
    this.lease = lease;
    this.past = past;
  }

  /**
   * A service that may be repaired.
   *
   * @param input what decides
   * @param mode whether it may be acted upon
   * @param pause whether somebody paused the suite, or the service
   */
  record Patient(HealInput input, Mode mode, PauseState pause) {}

  /** Another instance may have repaired meanwhile. */
  void reset() {
    memory.clear();
    watch.gap();
    restored = false;
  }

  /** The Swarm can't be looked at: what was wrong may have been well meanwhile. */
  void blind() {
    watch.gap();
  }

  /** Notes what is wrong now; called in each round that sees the Swarm. */
  void watch(Assessment assessment) {
    watch.look(
        assessment.findings().stream().map(Finding::key).collect(Collectors.toSet()),
        assessment.at());
  }

  /** Services with something to repair, by id. */
  Map<String, Patient> patients(
      Observation.Seen seen,
      Assessment assessment,
      PauseState pause,
      Map<String, ServiceOrder> orders) {
    restore(seen.at());
    Map<String, Instant> down = down(assessment);
    Map<String, Patient> patients = new HashMap<>();
    for (ServiceHealth service : assessment.services()) {
      String id = service.facts().view().id();
      Boolean observing = seen.healed().get(id);
      if (observing == null) {
        continue;
      }
      HealInput input = input(seen, service, assessment, down);
      if (!input.ailments().isEmpty() || !input.stranded().isEmpty()) {
        patients.put(
            id,
            new Patient(
                input,
                observing ? Mode.OBSERVE : suite.mode(),
                ServiceOrder.pause(pause, Optional.ofNullable(orders.get(id)))));
      }
    }
    return patients;
  }

  /** Until all of it is known, what this process itself did counts. */
  private void restore(Instant now) {
    memory.forgetOld(now);
    if (!restored) {
      PastActs acts = past.apply(now.minus(HealRules.FORGOTTEN_AFTER));
      memory.take(acts.decisions());
      restored = acts instanceof PastActs.Known;
    }
  }

  private HealInput input(
      Observation.Seen seen,
      ServiceHealth service,
      Assessment assessment,
      Map<String, Instant> down) {
    ServiceView view = service.facts().view();
    List<HealInput.Ailment> ailments = new ArrayList<>();
    for (Finding finding : service.findings()) {
      if (HealRules.isCurable(finding.kind())) {
        watch
            .since(finding.key())
            .ifPresent(since -> ailments.add(new HealInput.Ailment(finding, since)));
      }
    }
    List<HealInput.Stranded> stranded = new ArrayList<>();
    if (!down.isEmpty() && view.mode() instanceof ServiceView.Mode.Replicated) {
      for (TaskFacts task : seen.facts().tasks()) {
        TaskView one = task.view();
        if (one.serviceId().equals(view.id())
            && one.isWanted()
            && !one.state().isTerminal()
            && down.containsKey(one.nodeId())) {
          stranded.add(
              new HealInput.Stranded(
                  one.id(), name(assessment, one.nodeId()), down.get(one.nodeId())));
        }
      }
    }
    return new HealInput(
        seen.at(),
        service.facts(),
        ailments,
        stranded,
        memory.of(view.id()),
        memory.othersLately(view.id(), seen.at()));
  }

  private Map<String, Instant> down(Assessment assessment) {
    Map<String, Instant> down = new HashMap<>();
    for (NodeHealth node : assessment.nodes()) {
      String id = node.facts().view().id();
      watch
          .since(new Finding.Key(Kind.NODE_DOWN, Subject.Type.NODE, id))
          .ifPresent(since -> down.put(id, since));
    }
    return down;
  }

  private static String name(Assessment assessment, String nodeId) {
    return assessment.nodes().stream()
        .map(node -> node.facts().view())
        .filter(node -> node.id().equals(nodeId))
        .map(node -> node.hostname())
        .findFirst()
        .orElse(nodeId);
  }

  /** What was repaired since it was seen, in the same round, counts too. */
  private HealInput asOfNow(HealInput seen) {
    String id = seen.service().view().id();
    return new HealInput(
        seen.now(),
        seen.service(),
        seen.ailments(),
        seen.stranded(),
        memory.of(id),
        memory.othersLately(id, seen.now()));
  }

  /** Decides, guards, acts and records for one. */
  void heal(Patient patient) {
    HealInput input = asOfNow(patient.input());
    ServiceView service = input.service().view();
    Plan plan = HealRules.decide(input);
    // A paused update waits for somebody, and taking it back is what is to be done about it.
    Rollout rollout = takesBack(plan) ? Rollout.NONE : service.rollout();
    plan =
        guards.apply(plan, new GuardContext(patient.mode(), patient.pause(), lease.get(), rollout));
    List<Outcome> outcomes = actuator.act(plan);
    Decision decision =
        new Decision(
            ids.next(),
            input.now(),
            LOOP,
            suite.instance(),
            service.name(),
            service.id(),
            plan.summary(),
            plan,
            outcomes,
            Map.of());
    memory.take(List.of(decision));
    recorder.record(decision);
  }

  private static boolean takesBack(Plan plan) {
    return plan.steps().stream().anyMatch(step -> step.action() instanceof Action.RestoreService);
  }
}
