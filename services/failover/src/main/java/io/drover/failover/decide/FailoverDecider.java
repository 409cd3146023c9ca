package io.drover.failover.decide;

import io.drover.core.decision.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Decides one transition at a time:
 *
 * <pre>
 *   HEALTHY ⇄ SUSPECT → FAILED → FENCING → STARTING → ACTIVE    (and the same way back, on order)
 *                          │         └─────────┴─────→ MANUAL   (an operator says who serves)
 *                          └→ HEALTHY
 * </pre>
 *
 * Once fencing has begun there is no way back by itself: the site may be half off. No site is
 * started before the other is known to be off, unless the rules or an operator say otherwise.
 */
public final class FailoverDecider {
  private FailoverDecider() {}

  /** What follows; total, and the same for the same situation. */
  public static Verdict decide(Situation in) {
    State state = in.state();
    if (in.order() instanceof Order.Serve order) {
      return ordered(in, order);
    }
    if (in.paused() && state.phase() != Phase.MANUAL) {
      return Verdict.of(
          state, Reason.of("Paused", "the suite is paused: nothing is moved until that is over"));
    }
    return switch (state.phase()) {
      case HEALTHY, SUSPECT, FAILED -> PrimaryWatch.decide(in);
      case FENCING -> fencing(in);
      case STARTING -> starting(in);
      case ACTIVE -> active(in);
      case MANUAL ->
          Verdict.of(
              state,
              Reason.of("WaitsForOperator", "an operator has to say who serves: " + state.why()));
    };
  }

  private static Verdict ordered(Situation in, Order.Serve order) {
    State state = in.state();
    // A start whose records nobody takes does not end by itself; back is the way that is left.
    boolean stuck =
        state.phase() == Phase.STARTING
            && order.to() == state.serving()
            && in.servingHasQuorum()
            && in.start() instanceof StartReport.Unpointed(long epoch, var problem)
            && epoch == state.epoch();
    if (stuck) {
      return go(in, order);
    }
    if (state.phase().isMoving()) {
      return refused(in, "OrderInMotion", "a move is under way; it ends by itself first");
    }
    if (state.phase() == Phase.MANUAL) {
      // Else the site that may still serve would be turned off for one that can't.
      boolean reachable =
          order.to() == state.serving()
              ? in.servingHasQuorum()
              : in.target() instanceof Target.Reachable;
      if (!reachable) {
        return refused(in, "OrderNotPossible", "that site can't serve: its Swarm does not answer");
      }
    } else {
      if (order.to() == state.serving()) {
        return refused(in, "OrderNotNeeded", "that site serves already");
      }
      if (in.target() instanceof Target.Unreachable(String why)) {
        return refused(in, "OrderNotPossible", "that site can't serve: " + why);
      }
      // Towards the stand-by there is no waiting: it is for when the primary is in trouble.
      if (order.to() == Side.PRIMARY
          && in.target() instanceof Target.Reachable(Instant since)
          && since.plus(in.rules().backAfter()).isAfter(in.now())) {
        return refused(
            in,
            "OrderTooEarly",
            "that site is up since %s; it has to be for %s"
                .formatted(since, in.rules().backAfter()));
      }
    }
    return go(in, order);
  }

  private static Verdict go(Situation in, Order.Serve order) {
    Reason reason =
        Reason.of("Ordered", "an operator wants the %s to serve".formatted(name(order.to())));
    return Verdict.of(
        in.state().leave(order.to().other(), order.otherIsOff(), in.now(), reason.text()), reason);
  }

  private static Verdict refused(Situation in, String code, String text) {
    return Verdict.of(in.state(), Reason.of(code, "not done: " + text));
  }

  private static Verdict fencing(Situation in) {
    State state = in.state();
    String off = name(state.serving());
    if (state.confirmedOff()) {
      return start(in, false, "OperatorConfirmed", "an operator knows the " + off + " to be off");
    }
    return switch (in.fence()) {
      case FenceReport.Confirmed(long epoch, String how) when epoch == state.epoch() ->
          start(in, false, "Fenced", "the " + off + " is off: " + how);
      case FenceReport.Failed(long epoch, String why) when epoch == state.epoch() ->
          switch (in.rules().withoutFence()) {
            case CONTINUE ->
                start(
                    in,
                    true,
                    "Unfenced",
                    "goes on although nothing confirms that the " + off + " is off: " + why);
            case REFUSE -> manual(in, "NotFenced", "nothing confirms that it is off: " + why);
          };
      default ->
          Verdict.of(
              state,
              Reason.of("Fencing", "makes sure that the " + off + " is off"),
              new Act.Fence(state.epoch(), state.serving()));
    };
  }

  private static Verdict start(Situation in, boolean unfenced, String code, String text) {
    return Verdict.of(in.state().start(unfenced, in.now(), text), Reason.of(code, text));
  }

  private static Verdict starting(Situation in) {
    State state = in.state();
    Side target = state.serving().other();
    Act start = new Act.Start(state.epoch(), target);
    return switch (in.start()) {
      case StartReport.Serving(long epoch) when epoch == state.epoch() -> {
        Reason reason =
            Reason.of(
                "Arrived", "the %s serves and the records lead there".formatted(name(target)));
        yield Verdict.of(state.arrive(in.now(), reason.text()), reason);
      }
      case StartReport.Unpointed(long epoch, String problem) when epoch == state.epoch() ->
          Verdict.of(
              state,
              Reason.of(
                  "RecordsNotChanged",
                  "the %s is healthy; its records are tried again: %s"
                      .formatted(name(target), problem)),
              start);
      case StartReport.Starting(long epoch, Instant since, String waiting)
          when epoch == state.epoch() ->
          since.plus(in.rules().startWithin()).isBefore(in.now())
              ? manual(in, "NotStarted", "not healthy in time, still waiting: " + waiting)
              : starts(state, start, waiting);
      // Whoever leads next, or comes back from a pause, tries before it gives up.
      default -> starts(state, start, "to be started");
    };
  }

  private static Verdict starts(State state, Act start, String waiting) {
    String target = name(state.serving().other());
    return Verdict.of(
        state, Reason.of("Starting", "starts the %s: %s".formatted(target, waiting)), start);
  }

  private static Verdict manual(Situation in, String code, String text) {
    Reason reason = Reason.of(code, text);
    return Verdict.of(in.state().to(Phase.MANUAL, in.now(), text), reason);
  }

  private static Verdict active(Situation in) {
    State state = in.state();
    Act keepOff = new Act.KeepOff(state.epoch(), state.serving().other());
    if (state.unfenced()
        && in.fence() instanceof FenceReport.Confirmed(long epoch, String how)
        && epoch == state.epoch()) {
      Reason reason = Reason.of("FencedLater", "the other site is off by now: " + how);
      return Verdict.of(state.fencedLater(reason.text()), reason, keepOff);
    }
    Votes votes = Votes.of(in.places(), state.serving(), in.rules(), in.now());
    Map<String, String> numbers = votes.numbers();
    Reason reason =
        votes.isDown() && !votes.isCutOff()
            ? new Reason(
                "ActiveSiteDown",
                "the stand-by failed too; failing back is an operator's decision",
                numbers)
            : new Reason("StandbyServes", "the stand-by serves; failing back is ordered", numbers);
    return new Verdict(state, List.of(keepOff), List.of(reason));
  }

  static String name(Side side) {
    return side == Side.PRIMARY ? "primary" : "stand-by";
  }
}
