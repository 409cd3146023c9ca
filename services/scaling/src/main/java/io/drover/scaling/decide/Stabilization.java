package io.drover.scaling.decide;

import io.drover.core.policy.HorizontalSpec.Behavior;
import io.drover.scaling.decide.ScalingHistory.Recommended;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Lets a count move only as far as it was wanted throughout a window. Implements sections 6 and 7.1
 * of {@code hpa-algorithm.md}, the different comparisons of ages included.
 *
 * @param replicas the stabilized count
 * @param reason reason of the condition AbleToScale
 * @param log the recommendations, with this one
 */
record Stabilization(int replicas, String reason, List<Recommended> log) {
  private static final String READY = "ReadyForNewScale";
  private static final String DOWN = "ScaleDownStabilized";
  private static final String UP = "ScaleUpStabilized";

  static Stabilization of(HorizontalInput in, int desired) {
    return switch (in.spec().behavior()) {
      case Behavior.Legacy legacy -> legacy(in, desired);
      case Behavior.Rules(var up, var down) -> byRules(in, desired, up.window(), down.window());
    };
  }

  private static Stabilization legacy(HorizontalInput in, int desired) {
    Instant start = in.now().minus(in.settings().downscaleStabilization());
    Predicate<Recommended> outdated = entry -> entry.at().isBefore(start);
    int best = desired;
    for (Recommended entry : in.history().recommendations()) {
      if (!outdated.test(entry)) {
        best = Math.max(best, entry.replicas());
      }
    }
    return new Stabilization(best, best == desired ? READY : DOWN, log(in, desired, outdated));
  }

  private static Stabilization byRules(
      HorizontalInput in, int desired, Duration upWindow, Duration downWindow) {
    Instant upStart = in.now().minus(upWindow);
    Instant downStart = in.now().minus(downWindow);
    int lowest = desired;
    int highest = desired;
    for (Recommended entry : in.history().recommendations()) {
      if (entry.at().isAfter(upStart)) {
        lowest = Math.min(lowest, entry.replicas());
      }
      if (entry.at().isAfter(downStart)) {
        highest = Math.max(highest, entry.replicas());
      }
    }
    int result = Math.min(Math.max(in.current(), lowest), highest);
    String reason = result == desired ? READY : desired >= in.current() ? UP : DOWN;
    // Exactly one window old is outdated for both, yet only what is older than both is overwritten.
    Predicate<Recommended> outdated =
        entry -> entry.at().isBefore(upStart) && entry.at().isBefore(downStart);
    return new Stabilization(result, reason, log(in, desired, outdated));
  }

  private static List<Recommended> log(
      HorizontalInput in, int desired, Predicate<Recommended> outdated) {
    return Slots.put(in.history().recommendations(), new Recommended(desired, in.now()), outdated);
  }
}
