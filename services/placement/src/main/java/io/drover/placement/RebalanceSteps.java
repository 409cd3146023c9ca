package io.drover.placement;

import io.drover.core.decision.Guard;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.policy.TimeWindow;
import io.drover.placement.act.moves.MoveRecords;
import io.drover.placement.act.moves.ScalingRests;
import io.drover.placement.decide.moves.Balance;
import io.drover.placement.decide.moves.Balance.Finding;
import io.drover.placement.decide.moves.MovableService;
import io.drover.placement.decide.moves.MoveRecord;
import io.drover.placement.decide.moves.RebalanceDecider;
import io.drover.placement.decide.moves.RebalanceStep;
import io.drover.placement.guard.moves.BudgetGuard;
import io.drover.placement.guard.moves.MoveWindowGuard;
import io.drover.placement.guard.moves.UnrestGuard;
import io.drover.placement.record.moves.MoveBoard;
import io.drover.placement.record.moves.MoveLog;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Evens tasks out, by a step: one move at a time. */
final class RebalanceSteps {
  static final String LOOP = "rebalance";

  private final MoveSteps.Parts parts;
  private final Settings settings;
  private final MoveRecords records;
  private final ScalingRests rests;
  private final MoveLog log;
  private final Guard<List<Reason>> unrest = new UnrestGuard();
  private final Guard<MoveWindowGuard.Context> window = new MoveWindowGuard();
  private final Guard<BudgetGuard.Context> budget = new BudgetGuard();

  /**
   * What operators set.
   *
   * @param stableFor how long all nodes must have been well
   * @param perHour how many moves may begin within an hour
   * @param windows when moves may begin; at all times where there are none
   */
  record Settings(Duration stableFor, int perHour, List<TimeWindow> windows) {}

  RebalanceSteps(MoveSteps.Parts parts, MoveRecords records, ScalingRests rests) {
    this.parts = parts;
    this.settings = parts.settings().even();
    this.records = records;
    this.rests = rests;
    log = new MoveLog(LOOP, parts.suite().instance(), parts.ids(), parts.recorder());
  }

  void goOn(MoveRound round) {
    RebalanceDecider decider =
        new RebalanceDecider(round.facts(), round.moves().records(), round.ordered());
    parts.board().survey(survey(round, decider));
    switch (decider.next()) {
      case RebalanceStep.Begin begin -> begin(round, begin);
      case RebalanceStep.Act act -> act(round, act.service(), guarded(act, round));
      case RebalanceStep.Note note -> note(round, note);
      case RebalanceStep.Wait wait -> log.waited(round.at(), subject(wait.service()), wait.why());
      case RebalanceStep.Nothing nothing -> log.waited(round.at(), NOBODY, nothing.why());
    }
    forget(round);
  }

  private static final MoveLog.Subject NOBODY = new MoveLog.Subject("", "", Map.of());

  private static MoveLog.Subject subject(MovableService service) {
    return new MoveLog.Subject(service.id(), service.name(), Map.of());
  }

  private Plan guarded(RebalanceStep.Act act, MoveRound round) {
    return parts.guarded(act.plan(), round, act.service().view().rollout());
  }

  private void begin(MoveRound round, RebalanceStep.Begin begin) {
    MovableService service = begin.service();
    Plan plan = parts.guarded(begin.plan(), round, service.view().rollout());
    plan = unrest.apply(plan, holding(round));
    plan = window.apply(plan, new MoveWindowGuard.Context(round.at(), settings.windows()));
    plan = budget.apply(plan, new BudgetGuard.Context(made(round), settings.perHour()));
    if (!plan.steps().isEmpty() && parts.actuator().mayAct()) {
      // What is about to be done is written down first, so that whoever comes next brings it on.
      if (!(records.write(round.moves(), begin.ahead()) instanceof Outcome.Applied)) {
        return;
      }
      Set<String> moving = new HashSet<>(round.moving());
      moving.add(service.id());
      if (!rests.keep(moving, round.orders(), round.at()).isEmpty()) {
        // Its scaling does not rest yet and would undo this; what is written down is tried again.
        return;
      }
    }
    act(round, service, plan);
  }

  private void act(MoveRound round, MovableService service, Plan plan) {
    log.acted(round.at(), subject(service), plan, parts.actuator().act(plan));
  }

  private void note(MoveRound round, RebalanceStep.Note note) {
    if (!parts.actuator().mayAct()) {
      return;
    }
    Outcome outcome = records.write(round.moves(), note.next());
    if (outcome instanceof Outcome.Failed(var kind, String message)) {
      throw new IllegalStateException("what a move came to could not be written down: " + message);
    }
    log.waited(
        round.at(),
        new MoveLog.Subject(note.next().serviceId(), note.serviceName(), Map.of()),
        note.why());
    if (outcome instanceof Outcome.Applied && !note.next().isOpen()) {
      Counter.builder("drover.rebalance.moves")
          .description("moves that ended, by whether tasks lay better afterwards")
          .tag("helped", Boolean.toString(note.next().lesson().helped()))
          .register(parts.metrics())
          .increment();
    }
  }

  /** What is remembered of services that are gone is of no use to anybody. */
  private void forget(MoveRound round) {
    for (MoveRecord record : round.moves().records().values()) {
      if (!record.isOpen()
          && round.facts().service(record.serviceId()).isEmpty()
          && record.recent(round.at()).isEmpty()
          && parts.actuator().mayAct()) {
        records.forget(round.moves(), record.serviceId());
      }
    }
  }

  private List<Reason> holding(MoveRound round) {
    List<Reason> holding = new ArrayList<>();
    if (!round.drains().isEmpty()) {
      holding.add(Reason.of("DrainUnderWay", "a node is being drained"));
    }
    round
        .watch()
        .unrest(round.facts().nodes(), round.at(), settings.stableFor())
        .ifPresent(holding::add);
    if (!round.moves().problems().isEmpty()) {
      holding.add(Reason.of("RecordsUnreadable", round.moves().problems().getFirst()));
    }
    return holding;
  }

  private static int made(MoveRound round) {
    return round.moves().records().values().stream()
        .mapToInt(record -> record.recent(round.at()).size())
        .sum();
  }

  private MoveBoard.Survey survey(MoveRound round, RebalanceDecider decider) {
    List<MoveBoard.Service> services = new ArrayList<>();
    for (MovableService service : round.facts().services()) {
      if (!service.rebalance()) {
        continue;
      }
      Map<String, Integer> counts = new HashMap<>();
      round
          .facts()
          .counts(service.id())
          .forEach((node, count) -> counts.put(round.facts().hostname(node), count));
      Finding finding = Balance.of(service, round.facts());
      List<Reason> against =
          finding instanceof Finding.Better better
              ? decider.against(service, better).stream().toList()
              : List.of();
      services.add(
          new MoveBoard.Service(
              service.name(),
              counts,
              finding,
              against,
              round.moves().records().getOrDefault(service.id(), MoveRecord.none(service.id()))));
    }
    return new MoveBoard.Survey("", services, holding(round), made(round), settings.perHour());
  }
}
