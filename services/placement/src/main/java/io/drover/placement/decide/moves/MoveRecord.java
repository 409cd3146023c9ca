package io.drover.placement.decide.moves;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What is remembered of the moves of a service: the one under way, when there were others, and how
 * the last one ended.
 *
 * @param serviceId the service
 * @param move the one under way, if any
 * @param recent when moves of it began lately, the one under way included; oldest first
 * @param lesson how the last one ended
 */
public record MoveRecord(String serviceId, Move move, List<Instant> recent, Lesson lesson) {
  /** Budgets count the moves of so long. */
  public static final Duration BUDGETED = Duration.ofHours(1);

  /** A move, as far as it is. */
  public sealed interface Move {
    /** None is under way. */
    record None() implements Move {}

    /** A task more starts. */
    record Raising(Surge surge, Lie lie) implements Move {}

    /** A task more runs: the count comes down again. */
    record Lowering(Surge surge, Lie lie) implements Move {}

    /**
     * The only task is replaced by another one, which starts first.
     *
     * @param version of the service when that began
     */
    record Replacing(long version, Lie lie) implements Move {}
  }

  /**
   * How a service's tasks lay when a move began.
   *
   * @param from host name of the node that had too many
   * @param to host name of the node that had too few
   * @param situation all that mattered, as text: what did not help from there is not tried again
   */
  public record Lie(String from, String to, String situation) {}

  /**
   * How a move ended.
   *
   * @param helped whether tasks lay better afterwards
   * @param situation how they lay when it began
   * @param at when it ended
   * @param text one sentence for an operator; empty where none has ended yet
   */
  public record Lesson(boolean helped, String situation, Instant at, String text) {
    /** No move has ended yet. */
    public static final Lesson NONE = new Lesson(true, "", Instant.EPOCH, "");
  }

  public MoveRecord {
    Objects.requireNonNull(move, "move");
    Objects.requireNonNull(lesson, "lesson");
    recent = List.copyOf(recent);
  }

  /** Of a service that was never moved. */
  public static MoveRecord none(String serviceId) {
    return new MoveRecord(serviceId, new Move.None(), List.of(), Lesson.NONE);
  }

  /** Whether a move is under way. */
  public boolean isOpen() {
    return !(move instanceof Move.None);
  }

  /** With a move that begins. */
  public MoveRecord begin(Move first, Instant now) {
    List<Instant> moves = new ArrayList<>(recent(now));
    moves.add(now);
    return new MoveRecord(serviceId, first, moves, lesson);
  }

  /** The same move, further on. */
  public MoveRecord with(Move next) {
    return new MoveRecord(serviceId, next, recent, lesson);
  }

  /** With the move over. */
  public MoveRecord over(Lesson learnt) {
    return new MoveRecord(serviceId, new Move.None(), recent(learnt.at()), learnt);
  }

  /** When moves of it began within {@link #BUDGETED}. */
  public List<Instant> recent(Instant now) {
    return recent.stream().filter(at -> at.isAfter(now.minus(BUDGETED))).toList();
  }

  /** When the move under way began. */
  public Instant began() {
    return recent.isEmpty() ? Instant.EPOCH : recent.getLast();
  }
}
