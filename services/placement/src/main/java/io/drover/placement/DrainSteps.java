package io.drover.placement;

import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Rollout;
import io.drover.placement.act.moves.DrainIntents;
import io.drover.placement.act.moves.DrainIntents.Stored;
import io.drover.placement.act.moves.ScalingRests;
import io.drover.placement.decide.moves.DrainDecider;
import io.drover.placement.decide.moves.DrainIntent;
import io.drover.placement.decide.moves.DrainIntent.Stage;
import io.drover.placement.decide.moves.DrainStep;
import io.drover.placement.decide.moves.MovableService;
import io.drover.placement.decide.moves.MovesAhead;
import io.drover.placement.record.moves.MoveLog;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings drains on by a step: the oldest, while the others wait for it. */
final class DrainSteps {
  static final String LOOP = "drain";

  private final MoveSteps.Parts parts;
  private final DrainIntents intents;
  private final ScalingRests rests;
  private final MoveLog log;

  DrainSteps(MoveSteps.Parts parts, DrainIntents intents, ScalingRests rests) {
    this.parts = parts;
    this.intents = intents;
    this.rests = rests;
    log = new MoveLog(LOOP, parts.suite().instance(), parts.ids(), parts.recorder());
  }

  void goOn(MoveRound round) {
    List<Stored.Known> known =
        round.drains().stream()
            .filter(Stored.Known.class::isInstance)
            .map(Stored.Known.class::cast)
            .sorted(Comparator.comparing(stored -> stored.intent().order().at()))
            .toList();
    Optional<Stored.Known> first =
        known.stream().filter(stored -> !onlyRestores(stored.intent())).findFirst();
    for (Stored.Known stored : known) {
      if (first.isEmpty() || stored.equals(first.get()) || onlyRestores(stored.intent())) {
        goOn(round, stored);
      } else {
        String other = first.get().intent().hostname();
        wait(
            round,
            stored.intent(),
            Reason.of("AnotherDrain", "the drain of %s comes first".formatted(other)));
      }
    }
  }

  /** Setting a node's availability back is in nobody's way. */
  private static boolean onlyRestores(DrainIntent intent) {
    return intent.stage() == Stage.RESTORING && intent.surges().isEmpty();
  }

  private void goOn(MoveRound round, Stored.Known stored) {
    DrainIntent intent = stored.intent();
    Optional<Reason> ahead = MovesAhead.of(round.moves().records().values(), round.facts());
    if (ahead.isPresent() && !onlyRestores(intent)) {
      wait(round, intent, ahead.get());
      return;
    }
    switch (DrainDecider.next(intent, round.facts(), round.ordered())) {
      case DrainStep.Act act -> act(round, stored, act);
      case DrainStep.Note note -> {
        tell(round, intent, note.why());
        if (parts.actuator().mayAct()) {
          check(intents.write(stored, note.next()));
        }
      }
      case DrainStep.Wait wait -> wait(round, intent, wait.why());
      case DrainStep.Done done -> {
        tell(round, intent, done.why());
        if (parts.actuator().mayAct()) {
          check(intents.end(stored));
        }
      }
    }
  }

  private void act(MoveRound round, Stored.Known stored, DrainStep.Act act) {
    Optional<MovableService> service = round.facts().service(act.serviceId());
    Plan plan =
        parts.guarded(
            act.plan(), round, service.map(one -> one.view().rollout()).orElse(Rollout.NONE));
    List<Outcome> outcomes = List.of();
    if (!plan.steps().isEmpty() && parts.actuator().mayAct()) {
      // What is about to be done is written down first, so that whoever comes next can undo it.
      if (!(intents.write(stored, act.ahead()) instanceof Outcome.Applied)) {
        return;
      }
      if (service.isPresent()) {
        Set<String> moving = new HashSet<>(round.moving());
        moving.add(service.get().id());
        if (!rests.keep(moving, round.orders(), round.at()).isEmpty()) {
          // Its scaling does not rest yet and would undo this; what is written down is tried again.
          return;
        }
      }
      outcomes = parts.actuator().act(plan);
    }
    Reason what = plan.held().isEmpty() ? plan.reasons().getFirst() : plan.held().getFirst().by();
    parts.board().drain(stored.intent().nodeId(), what);
    log.acted(
        round.at(),
        new MoveLog.Subject(
            act.serviceId(), service.map(MovableService::name).orElse(""), facts(stored.intent())),
        plan,
        outcomes);
  }

  private void wait(MoveRound round, DrainIntent intent, Reason why) {
    tell(round, intent, why);
  }

  private void tell(MoveRound round, DrainIntent intent, Reason why) {
    parts.board().drain(intent.nodeId(), why);
    log.waited(round.at(), new MoveLog.Subject("", intent.hostname(), facts(intent)), why);
  }

  private static Map<String, String> facts(DrainIntent intent) {
    return Map.of(
        "node", intent.hostname(),
        "stage", intent.stage().name().toLowerCase(Locale.ROOT),
        "by", intent.order().by());
  }

  /** Overtaken by another writer, it is read again in the next round. */
  private static void check(Outcome outcome) {
    if (outcome instanceof Outcome.Failed(var kind, String message)) {
      throw new IllegalStateException("what a drain came to could not be written down: " + message);
    }
  }
}
