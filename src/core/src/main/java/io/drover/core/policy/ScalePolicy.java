package io.drover.core.policy;

import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Horizontal scaling of one service.
 *
 * @param min fewest tasks, at least 1
 * @param max most tasks, not below {@code min}
 * @param targets what it is held at; at least one
 * @param up how it may grow
 * @param down how it may shrink
 */
public record ScalePolicy(int min, int max, List<ScaleTarget> targets, Direction up, Direction down)
    implements Concern {

  /** Which policy counts when there are several. */
  public enum Select {
    /** The one that allows the largest change. */
    MAX,
    /** The one that allows the smallest change. */
    MIN,
    /** None: no movement in this direction. */
    OFF
  }

  /**
   * How a service may move in one direction.
   *
   * @param policies how fast; at least one
   * @param window how long the most careful recommendation counts; whole seconds, 0 to 3600 s
   * @param select which of the policies
   * @param tolerance deviation from the target that is put up with, as a fraction; not negative
   */
  public record Direction(
      List<ReplicaPolicy> policies, Duration window, Select select, BigDecimal tolerance) {
    /** The longest stabilization window, as in Kubernetes. */
    public static final Duration LONGEST_WINDOW = Duration.ofSeconds(3600);

    private static final BigDecimal STANDARD_TOLERANCE = new BigDecimal("0.1");
    private static final Duration STANDARD_PERIOD = Duration.ofSeconds(15);

    /** Kubernetes' default for growing: 4 tasks or 100 % in 15 s, at once. */
    public static final Direction STANDARD_UP =
        new Direction(
            List.of(
                new ReplicaPolicy.Tasks(4, STANDARD_PERIOD),
                new ReplicaPolicy.Percent(100, STANDARD_PERIOD)),
            Duration.ZERO,
            Select.MAX,
            STANDARD_TOLERANCE);

    /** Kubernetes' default for shrinking: 100 % in 15 s, after five minutes. */
    public static final Direction STANDARD_DOWN =
        new Direction(
            List.of(new ReplicaPolicy.Percent(100, STANDARD_PERIOD)),
            Duration.ofSeconds(300),
            Select.MAX,
            STANDARD_TOLERANCE);

    public Direction {
      policies = List.copyOf(policies);
      Objects.requireNonNull(select, "select");
      if (policies.isEmpty()) {
        throw new IllegalArgumentException("a direction needs a policy");
      }
      checkWindow(window);
      if (tolerance.signum() < 0) {
        throw new MalformedValueException(tolerance.toString(), "a tolerance of at least 0");
      }
      tolerance = tolerance.stripTrailingZeros();
    }

    /**
     * Returns {@code window} when it is one.
     *
     * @throws MalformedValueException when it has fractions of a second or is out of bounds
     */
    static Duration checkWindow(Duration window) {
      boolean wholeSeconds = window.toNanosPart() == 0;
      if (!wholeSeconds || window.isNegative() || window.compareTo(LONGEST_WINDOW) > 0) {
        throw new MalformedValueException(
            Durations.format(window), "a window of whole seconds from 0s to 3600s");
      }
      return window;
    }
  }

  public ScalePolicy {
    targets = List.copyOf(targets);
    Objects.requireNonNull(up, "up");
    Objects.requireNonNull(down, "down");
    if (min < 1 || max < min) {
      throw new IllegalArgumentException("1 <= min <= max does not hold: " + min + ", " + max);
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("scaling needs a target");
    }
  }
}
