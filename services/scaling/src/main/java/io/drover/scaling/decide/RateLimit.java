package io.drover.scaling.decide;

import io.drover.core.policy.HorizontalSpec.Behavior;
import io.drover.core.policy.HorizontalSpec.Direction;
import io.drover.core.policy.HorizontalSpec.Policy;
import io.drover.scaling.decide.ScalingHistory.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Keeps a stabilized count within minimum, maximum and the allowed rate of change. Implements
 * sections 6, 7.2 and 7.3 of {@code hpa-algorithm.md}.
 *
 * @param replicas the count that may be set
 * @param limited whether it differs from what was wanted
 * @param reason reason of the condition ScalingLimited
 */
record RateLimit(int replicas, boolean limited, String reason) {
  private static final String WITHIN = "DesiredWithinRange";
  private static final String TOO_MANY = "TooManyReplicas";
  private static final String TOO_FEW = "TooFewReplicas";
  private static final String UP_LIMIT = "ScaleUpLimit";
  private static final String DOWN_LIMIT = "ScaleDownLimit";

  static RateLimit of(HorizontalInput in, int stabilized) {
    return switch (in.spec().behavior()) {
      case Behavior.Legacy legacy -> legacy(in, stabilized);
      case Behavior.Rules(Direction up, Direction down) -> {
        if (stabilized > in.current()) {
          yield capped(in, stabilized, Math.max(upLimit(in, up), in.current()));
        }
        if (stabilized < in.current()) {
          yield floored(in, stabilized, Math.min(downLimit(in, down), in.current()));
        }
        yield new RateLimit(stabilized, false, WITHIN);
      }
    };
  }

  private static RateLimit legacy(HorizontalInput in, int wanted) {
    ScalingSettings settings = in.settings();
    int limit =
        (int)
            Math.max(settings.scaleUpLimitFactor() * in.current(), settings.scaleUpLimitMinimum());
    if (wanted < in.spec().min()) {
      return new RateLimit(in.spec().min(), true, TOO_FEW);
    }
    return capped(in, wanted, limit);
  }

  private static RateLimit capped(HorizontalInput in, int wanted, int limit) {
    int max = in.spec().max();
    boolean byRate = max > limit;
    int cap = byRate ? limit : max;
    return wanted > cap
        ? new RateLimit(cap, true, byRate ? UP_LIMIT : TOO_MANY)
        : new RateLimit(wanted, false, WITHIN);
  }

  private static RateLimit floored(HorizontalInput in, int wanted, int limit) {
    int min = in.spec().min();
    boolean byRate = min < limit;
    int floor = byRate ? limit : min;
    return wanted < floor
        ? new RateLimit(floor, true, byRate ? DOWN_LIMIT : TOO_FEW)
        : new RateLimit(wanted, false, WITHIN);
  }

  private static int upLimit(HorizontalInput in, Direction up) {
    return switch (up.select()) {
      case DISABLED -> in.current();
      case MAX ->
          up.policies().stream().mapToInt(policy -> upLimit(in, policy)).max().orElseThrow();
      case MIN ->
          up.policies().stream().mapToInt(policy -> upLimit(in, policy)).min().orElseThrow();
    };
  }

  private static int upLimit(HorizontalInput in, Policy policy) {
    int base = baseAt(in, policy.period());
    return switch (policy) {
      case Policy.Pods(int value, Duration period) -> Saturating.clamp((long) base + value);
      // First 1 + v/100, then the product: another order rounds differently.
      case Policy.Percent(int value, Duration period) ->
          Saturating.ceil((double) base * (1.0 + (double) value / 100.0));
    };
  }

  private static int downLimit(HorizontalInput in, Direction down) {
    return switch (down.select()) {
      case DISABLED -> in.current();
      case MAX ->
          down.policies().stream().mapToInt(policy -> downLimit(in, policy)).min().orElseThrow();
      case MIN ->
          down.policies().stream().mapToInt(policy -> downLimit(in, policy)).max().orElseThrow();
    };
  }

  private static int downLimit(HorizontalInput in, Policy policy) {
    int base = baseAt(in, policy.period());
    return switch (policy) {
      case Policy.Pods(int value, Duration period) -> Saturating.clamp((long) base - value);
      case Policy.Percent(int value, Duration period) ->
          (int) ((double) base * (1.0 - (double) value / 100.0));
    };
  }

  /** The count at the beginning of the period: steps in both directions are taken back. */
  private static int baseAt(HorizontalInput in, Duration period) {
    Instant start = in.now().minus(period);
    return Saturating.clamp(
        in.current()
            - changes(in.history().scaleUps(), start)
            + changes(in.history().scaleDowns(), start));
  }

  private static long changes(List<Step> steps, Instant start) {
    return steps.stream().filter(step -> step.at().isAfter(start)).mapToLong(Step::change).sum();
  }
}
