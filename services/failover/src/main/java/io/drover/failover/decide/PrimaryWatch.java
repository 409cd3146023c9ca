package io.drover.failover.decide;

import io.drover.core.decision.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides whether the primary failed, and what holds the move back. */
final class PrimaryWatch {
  private PrimaryWatch() {}

  static Verdict decide(Situation in) {
    State state = in.state();
    Votes votes = Votes.of(in.places(), state.serving(), in.rules(), in.now());
    if (votes.isCutOff()) {
      return stay(
          in,
          votes,
          "CutOff",
          "hears from %d of %d places, which is no majority: it may be cut off itself"
              .formatted(votes.heard(), votes.places()));
    }
    return switch (state.phase()) {
      case HEALTHY ->
          votes.isFailing()
              ? move(in, votes, Phase.SUSPECT, "Failing", "a majority saw the primary fail")
              : stay(in, votes, "Healthy", "no majority sees the primary fail");
      case SUSPECT -> {
        if (votes.isDown()) {
          yield move(in, votes, Phase.FAILED, "Failed", failed(in, votes));
        }
        yield votes.isUp()
            ? recovered(in, votes)
            : stay(in, votes, "NotYetSure", "neither failed nor up often enough in a row");
      }
      default -> {
        if (votes.isUp()) {
          yield recovered(in, votes);
        }
        yield votes.isDown()
            ? guarded(in, votes)
            : stay(in, votes, "NotDownAnyMore", "no majority sees it down now, nor up");
      }
    };
  }

  private static String failed(Situation in, Votes votes) {
    return "%d of %d places saw it down at least %d times in a row, since %s"
        .formatted(votes.down(), votes.places(), in.rules().failures(), votes.downSince());
  }

  /** Everything that holds it back is said, not only the first. */
  private static Verdict guarded(Situation in, Votes votes) {
    List<Reason> held = new ArrayList<>();
    Rules rules = in.rules();
    State state = in.state();
    Instant now = in.now();
    Duration down = Duration.between(votes.downSince(), now);
    if (in.servingHasQuorum() && down.compareTo(rules.repair()) < 0) {
      held.add(
          held(
              "SwarmRepairs",
              "its Swarm has a quorum and gets %s to repair itself".formatted(rules.repair()),
              Map.of("down", down.toString())));
    }
    if (!state.moves().isEmpty() && now.isBefore(state.moves().getLast().plus(rules.holdDown()))) {
      held.add(
          held(
              "HoldDown",
              "moved less than %s ago".formatted(rules.holdDown()),
              Map.of("lastMove", state.moves().getLast().toString())));
    }
    long flaps = State.within(state.recoveries(), rules.flapsWithin(), now);
    if (flaps >= rules.flaps()) {
      held.add(
          held(
              "Flapping",
              "it came back %d times within %s".formatted(flaps, rules.flapsWithin()),
              Map.of("flaps", Long.toString(flaps))));
    }
    long moves = State.within(state.moves(), rules.movesWithin(), now);
    if (moves >= rules.moves()) {
      held.add(
          held(
              "Budget",
              "moved %d times within %s, which is all that is allowed"
                  .formatted(moves, rules.movesWithin()),
              Map.of("moves", Long.toString(moves))));
    }
    if (in.target() instanceof Target.Unreachable(String why)) {
      held.add(held("StandbyUnreachable", "the stand-by could not serve: " + why, Map.of()));
    }
    if (!held.isEmpty()) {
      return new Verdict(state, List.of(), held);
    }
    Reason reason = new Reason("Move", failed(in, votes), votes.numbers());
    return Verdict.of(state.leave(state.serving(), false, now, reason.text()), reason);
  }

  private static Reason held(String code, String text, Map<String, String> numbers) {
    return new Reason(code, "the primary failed, but " + text, numbers);
  }

  private static Verdict recovered(Situation in, Votes votes) {
    Reason reason = reason(in, votes, "Recovered", "a majority sees the primary up again");
    return Verdict.of(in.state().recovered(in.now(), reason.text()), reason);
  }

  private static Verdict move(Situation in, Votes votes, Phase to, String code, String text) {
    return Verdict.of(in.state().to(to, in.now(), text), reason(in, votes, code, text));
  }

  private static Verdict stay(Situation in, Votes votes, String code, String text) {
    Reason why = reason(in, votes, code, text);
    // One that was turned off from outside may come back as it was, and serve, too.
    return in.state().epoch() > 0
        ? Verdict.of(
            in.state(), why, new Act.KeepOff(in.state().epoch(), in.state().serving().other()))
        : Verdict.of(in.state(), why);
  }

  private static Reason reason(Situation in, Votes votes, String code, String text) {
    Map<String, String> numbers = new HashMap<>(votes.numbers());
    numbers.put("period", in.rules().period().toString());
    return new Reason(code, text, numbers);
  }
}
