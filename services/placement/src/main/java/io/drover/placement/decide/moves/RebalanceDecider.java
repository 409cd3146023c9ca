package io.drover.placement.decide.moves;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Rollout;
import io.drover.core.model.TaskView;
import io.drover.placement.decide.moves.Balance.Finding;
import io.drover.placement.decide.moves.MoveRecord.Lesson;
import io.drover.placement.decide.moves.MoveRecord.Lie;
import io.drover.placement.decide.moves.MoveRecord.Move;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The next step of evening out: a move under way is brought to its end, or else the service with
 * the most to gain is moved by one task. A move adds a task, which Swarm puts where the service has
 * fewest, and then takes one away, which Swarm does where it has most.
 */
public final class RebalanceDecider {
  /** A replacement shows in the service's status only some moments later. */
  private static final Duration SHOWS_AFTER = Duration.ofSeconds(15);

  /** After a move that did not help, the service is left alone for this long at least. */
  private static final Duration BACK_OFF = Duration.ofHours(1);

  /** What did not help is tried again after this long: the Swarm may have changed by then. */
  private static final Duration FORGET = Duration.ofHours(24);

  private final MoveFacts facts;
  private final Map<String, MoveRecord> records;
  private final Map<String, Reason> ordered;

  /**
   * Decides on these facts.
   *
   * @param records what is remembered of moves, by service id
   * @param ordered what operators ordered for single services, by id: they are left alone
   */
  public RebalanceDecider(
      MoveFacts facts, Map<String, MoveRecord> records, Map<String, Reason> ordered) {
    this.facts = facts;
    this.records = Map.copyOf(records);
    this.ordered = Map.copyOf(ordered);
  }

  /** What is to be done next. */
  public RebalanceStep next() {
    Optional<MoveRecord> open =
        records.values().stream()
            .filter(MoveRecord::isOpen)
            .min(Comparator.comparing(MoveRecord::serviceId));
    return open.isPresent() ? goOn(open.get()) : begin();
  }

  private RebalanceStep begin() {
    RebalanceStep best =
        new RebalanceStep.Nothing(
            Reason.of("NothingToMove", "no service that asks for it would lie better"));
    int most = -1;
    for (MovableService service : facts.services()) {
      if (service.rebalance()
          && Balance.of(service, facts) instanceof Finding.Better better
          && against(service, better).isEmpty()
          && rank(better) > most) {
        best = begin(service, better);
        most = rank(better);
      }
    }
    return best;
  }

  /** Services of several tasks come first: theirs is the greater loss when a node dies. */
  private static int rank(Finding.Better better) {
    return better.replace() ? 0 : better.moves();
  }

  /** Why a move that would make things better is not made; empty when it may be. */
  public Optional<Reason> against(MovableService service, Finding.Better better) {
    Reason order = ordered.get(service.id());
    if (order != null) {
      return Optional.of(order);
    }
    Lesson lesson = record(service.id()).lesson();
    Duration ago = Duration.between(lesson.at(), facts.now());
    if (lesson.helped() || ago.compareTo(FORGET) > 0) {
      return Optional.empty();
    }
    if (lesson.situation().equals(better.lie().situation())) {
      return Optional.of(
          Reason.of("DidNotHelp", "a move from here was tried and did not help: " + lesson.text()));
    }
    return ago.compareTo(BACK_OFF) < 0
        ? Optional.of(Reason.of("BackOff", "left alone for an hour: " + lesson.text()))
        : Optional.empty();
  }

  private MoveRecord record(String serviceId) {
    return records.getOrDefault(serviceId, MoveRecord.none(serviceId));
  }

  private RebalanceStep begin(MovableService service, Finding.Better better) {
    Lie lie = better.lie();
    Reason why =
        new Reason(
            "Uneven",
            better.text(),
            Map.of("from", lie.from(), "to", lie.to(), "moves", "" + better.moves()));
    int now = service.replicas();
    Move move =
        better.replace()
            ? new Move.Replacing(service.view().version(), lie)
            : new Move.Raising(new Surge(service.name(), now, now + 1, now), lie);
    Action action = better.replace() ? replace(service) : replicas(service, now + 1);
    return new RebalanceStep.Begin(
        plan(action, why), service, record(service.id()).begin(move, facts.now()));
  }

  private RebalanceStep goOn(MoveRecord record) {
    Optional<MovableService> found = facts.service(record.serviceId());
    if (found.isEmpty()) {
      return over(record, "", "", true, "MoveOvertaken", "the service is gone meanwhile");
    }
    MovableService service = found.get();
    return switch (record.move()) {
      case Move.Raising move -> raising(service, record, move);
      case Move.Lowering move -> lowering(service, record, move);
      case Move.Replacing move -> replacing(service, record, move);
      case Move.None none -> throw new IllegalStateException("no move is under way");
    };
  }

  /** However long it takes: a count that came down too early could cost a task that runs. */
  private RebalanceStep raising(MovableService service, MoveRecord record, Move.Raising move) {
    Surge surge = move.surge();
    if (service.replicas() == surge.documented()) {
      return act(
          service,
          replicas(service, surge.raised()),
          Reason.of("StartElsewhere", "the task more is not asked for yet"));
    }
    if (service.replicas() != surge.raised()) {
      return overtaken(service, record, move.lie());
    }
    if (facts.wanted(service.id()).size() < surge.raised()) {
      return new RebalanceStep.Wait(
          service, Reason.of("TaskMissing", "Swarm has yet to make the task more"));
    }
    Optional<Reason> waits = Lowering.waitsFor(service, surge, facts);
    return waits.isPresent()
        ? new RebalanceStep.Wait(service, waits.get())
        : new RebalanceStep.Note(
            record.with(new Move.Lowering(surge, move.lie())),
            service.name(),
            Reason.of("RunsElsewhere", "none of its tasks is starting any more"));
  }

  private RebalanceStep lowering(MovableService service, MoveRecord record, Move.Lowering move) {
    Surge surge = move.surge();
    if (service.replicas() == surge.raised()) {
      Optional<Reason> waits = Lowering.waitsFor(service, surge, facts);
      return waits.isPresent()
          ? new RebalanceStep.Wait(service, waits.get())
          : act(
              service,
              replicas(service, surge.documented()),
              Reason.of(
                  "BackToDocumented",
                  "the task more runs; Swarm ends one where the service has most"));
    }
    if (service.replicas() != surge.documented()) {
      return overtaken(service, record, move.lie());
    }
    if (facts.wanted(service.id()).size() > surge.documented()) {
      return new RebalanceStep.Wait(
          service, Reason.of("Ending", "one of its tasks has yet to end"));
    }
    String before = move.lie().situation();
    String now = Balance.situation(service, facts);
    boolean helped = Balance.measure(now) < Balance.measure(before);
    return over(
        record,
        service.name(),
        before,
        helped,
        helped ? "MoveHelped" : "MoveUseless",
        "%s had %s and has %s now"
            .formatted(service.name(), Balance.inWords(before), Balance.inWords(now)));
  }

  private RebalanceStep replacing(MovableService service, MoveRecord record, Move.Replacing move) {
    if (service.view().version() == move.version()) {
      return act(
          service, replace(service), Reason.of("StartElsewhere", "its task is not replaced yet"));
    }
    if (isUnderWay(service, record)) {
      return new RebalanceStep.Wait(service, Reason.of("Replacing", "its task is being replaced"));
    }
    List<TaskView> wanted = facts.wanted(service.id());
    String now = wanted.isEmpty() ? "no node" : facts.hostname(wanted.getFirst().nodeId());
    boolean helped = wanted.size() == 1 && !now.equals(move.lie().from());
    return over(
        record,
        service.name(),
        move.lie().situation(),
        helped,
        helped ? "MoveHelped" : "MoveUseless",
        "%s was on %s and is on %s now%s"
            .formatted(
                service.name(),
                move.lie().from(),
                now,
                service.view().rollout().isBusy()
                    ? "; its update failed and is paused: docker service ps tells why"
                    : ""));
  }

  /** An update that failed and paused does not go on by itself. */
  private boolean isUnderWay(MovableService service, MoveRecord record) {
    Rollout rollout = service.view().rollout();
    if (rollout.isPaused()) {
      return false;
    }
    List<TaskView> wanted = facts.wanted(service.id());
    boolean replaced = wanted.size() == 1 && wanted.getFirst().createdAt().isAfter(record.began());
    boolean early = facts.now().isBefore(record.began().plus(SHOWS_AFTER));
    return rollout.isBusy()
        || wanted.size() > 1
        || Lowering.starting(service.name(), service.id(), facts).isPresent()
        || early && !replaced;
  }

  /** Whoever sets the count meanwhile means it. */
  private RebalanceStep overtaken(MovableService service, MoveRecord record, Lie lie) {
    return over(
        record,
        service.name(),
        lie.situation(),
        true,
        "MoveOvertaken",
        "%s was set to %d tasks by somebody meanwhile"
            .formatted(service.name(), service.replicas()));
  }

  private RebalanceStep over(
      MoveRecord record, String name, String before, boolean helped, String code, String text) {
    return new RebalanceStep.Note(
        record.over(new Lesson(helped, before, facts.now(), text)), name, Reason.of(code, text));
  }

  private static Action replicas(MovableService service, int to) {
    return new Action.SetReplicas(
        service.id(), service.name(), service.view().version(), service.replicas(), to);
  }

  private static Action replace(MovableService service) {
    return new Action.ReplaceTasks(service.id(), service.name(), service.view().version());
  }

  private static RebalanceStep act(MovableService service, Action action, Reason why) {
    return new RebalanceStep.Act(plan(action, why), service);
  }

  private static Plan plan(Action action, Reason why) {
    return new Plan(List.of(new Plan.Step(action, List.of(why))), List.of(), List.of(why));
  }
}
