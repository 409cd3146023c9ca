package io.drover.failover.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is remembered from round to round and from leader to leader; replaced by compare-and-swap
 * only, so that two leaders can't both go on from the same state.
 *
 * @param phase where it stands
 * @param serving the site that serves, or served until a move began
 * @param epoch number of the newest move, from 1; reports of other moves don't count
 * @param since when the phase began
 * @param unfenced whether the newest move went on without knowing that the other site is off
 * @param confirmedOff whether an operator said that it is, for the move under way
 * @param moves when moves began, oldest first, as far back as rules look
 * @param recoveries when the serving site came back by itself, oldest first, as far back
 * @param why one sentence about the newest change
 */
public record State(
    Phase phase,
    Side serving,
    long epoch,
    Instant since,
    boolean unfenced,
    boolean confirmedOff,
    List<Instant> moves,
    List<Instant> recoveries,
    String why) {
  private static final int MOST_REMEMBERED = 100;

  public State {
    moves = newest(moves);
    recoveries = newest(recoveries);
  }

  /** The primary serves and nothing ever happened. */
  public static State begin(Instant now) {
    return new State(
        Phase.HEALTHY,
        Side.PRIMARY,
        0,
        now,
        false,
        false,
        List.of(),
        List.of(),
        "nothing happened yet");
  }

  State to(Phase next, Instant now, String reason) {
    return new State(next, serving, epoch, now, unfenced, confirmedOff, moves, recoveries, reason);
  }

  State recovered(Instant now, String reason) {
    List<Instant> more = new ArrayList<>(recoveries);
    more.add(now);
    return new State(Phase.HEALTHY, serving, epoch, now, unfenced, false, moves, more, reason);
  }

  /** A move away from a site begins. */
  State leave(Side from, boolean off, Instant now, String reason) {
    List<Instant> more = new ArrayList<>(moves);
    more.add(now);
    return new State(Phase.FENCING, from, epoch + 1, now, false, off, more, recoveries, reason);
  }

  State start(boolean withoutFence, Instant now, String reason) {
    return new State(
        Phase.STARTING, serving, epoch, now, withoutFence, confirmedOff, moves, recoveries, reason);
  }

  /** The move is over: the other site serves. */
  State arrive(Instant now, String reason) {
    Side other = serving.other();
    Phase phase = other == Side.PRIMARY ? Phase.HEALTHY : Phase.ACTIVE;
    return new State(phase, other, epoch, now, unfenced, false, moves, List.of(), reason);
  }

  State fencedLater(String reason) {
    return new State(phase, serving, epoch, since, false, confirmedOff, moves, recoveries, reason);
  }

  static long within(List<Instant> moments, Duration window, Instant now) {
    Instant from = now.minus(window);
    return moments.stream().filter(moment -> moment.isAfter(from)).count();
  }

  private static List<Instant> newest(List<Instant> all) {
    return List.copyOf(all.subList(Math.max(0, all.size() - MOST_REMEMBERED), all.size()));
  }
}
