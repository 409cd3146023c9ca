package io.drover.scaling.decide.vertical;

import io.drover.core.model.Reading;
import io.drover.core.model.Share;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What went badly for a service's tasks lately.
 *
 * @param kills tasks that the kernel killed for want of memory
 * @param throttled how much tasks were held back at their CPU limit, one mean over all a round
 */
public record Strain(List<Kill> kills, List<Throttled> throttled) {
  /** Nothing is known. */
  public static final Strain NONE = new Strain(List.of(), List.of());

  /** Fewer rounds say nothing. */
  private static final int LEAST_ROUNDS = 5;

  private static final int DIGITS = 4;

  /** A kill, and when the killed task had started. */
  public record Kill(Instant at, Instant startedAt) {}

  /** The share of the enforcement periods in which tasks were stopped. */
  public record Throttled(Instant at, Share share) {}

  /**
   * Strain of a span of time.
   *
   * @param kills how many tasks were killed
   * @param throttled the mean
   */
  public record Level(int kills, Reading<Share> throttled) {
    /** Nothing is known, which compares to nothing. */
    public static final Level UNKNOWN = new Level(0, Reading.unknown("not measured"));
  }

  public Strain {
    kills = List.copyOf(kills);
    throttled = List.copyOf(throttled);
  }

  /**
   * The strain of a span of time.
   *
   * @param startedAfter kills of tasks that are older don't count
   */
  Level between(Instant from, Instant to, Instant startedAfter) {
    int count =
        (int)
            kills.stream()
                .filter(kill -> within(kill.at(), from, to))
                .filter(kill -> !kill.startedAt().isBefore(startedAfter))
                .count();
    List<BigDecimal> shares =
        throttled.stream()
            .filter(one -> within(one.at(), from, to))
            .map(one -> one.share().fraction())
            .toList();
    if (shares.size() < LEAST_ROUNDS) {
      return new Level(count, Reading.unknown("measured for less than 5 minutes"));
    }
    BigDecimal sum = shares.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    Share mean =
        new Share(sum.divide(BigDecimal.valueOf(shares.size()), DIGITS, RoundingMode.HALF_UP));
    return new Level(count, Reading.known(mean, to));
  }

  /** Whether a task was killed within so much time of its start, after a moment. */
  boolean killedWithin(Duration ofStart, Instant after) {
    return kills.stream()
        .filter(kill -> kill.at().isAfter(after))
        .anyMatch(kill -> Duration.between(kill.startedAt(), kill.at()).compareTo(ofStart) <= 0);
  }

  private static boolean within(Instant at, Instant from, Instant to) {
    return at.isAfter(from) && !at.isAfter(to);
  }
}
