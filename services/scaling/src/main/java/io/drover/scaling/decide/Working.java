package io.drover.scaling.decide;

import io.drover.core.policy.HorizontalSpec.Metric;
import io.drover.core.policy.HorizontalSpec.Target;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Puts a metric's arithmetic into words. */
final class Working {
  private Working() {}

  static String measured(Metric metric, OptionalInt utilization, OptionalLong amount) {
    return switch (metric.target()) {
      case Target.Utilization(int percent) ->
          "%s at %d%% of its reservation, target %d%%"
              .formatted(metric.name(), utilization.orElse(0), percent);
      case Target.AverageValue(long milli) ->
          "%s at %s per task, target %s per task"
              .formatted(metric.name(), text(metric, amount), text(metric, OptionalLong.of(milli)));
      case Target.Value(long milli) ->
          "%s at %s, target %s"
              .formatted(metric.name(), text(metric, amount), text(metric, OptionalLong.of(milli)));
      case Target.None none -> metric.name() + " without a target";
    };
  }

  static String multiplied(
      String measured, String factor, int count, boolean within, int proposal) {
    return within
        ? "%s: within tolerance, %s".formatted(measured, tasks(proposal))
        : "%s: %d x %s = %s".formatted(measured, count, factor, tasks(proposal));
  }

  /** What a count is multiplied by: percentages as they are, everything else as a ratio. */
  static String factor(Metric metric, OptionalInt utilization, double ratio) {
    return metric.target() instanceof Target.Utilization(int percent)
        ? utilization.orElse(0) + "/" + percent
        : ratio(ratio);
  }

  static String filled(
      String measured, double first, double second, int missing, int unready, int proposal) {
    StringBuilder text = new StringBuilder(measured);
    if (missing > 0) {
      text.append(
          "; %s without a sample counted as %s"
              .formatted(tasks(missing), first < 1.0 ? "fully used" : "idle"));
    }
    if (unready > 0) {
      text.append("; %s not ready yet counted as idle".formatted(tasks(unready)));
    }
    return text.append(
            ": ratio %s becomes %s, %s".formatted(ratio(first), ratio(second), tasks(proposal)))
        .toString();
  }

  static String tasks(int count) {
    return count == 1 ? "1 task" : count + " tasks";
  }

  static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  private static String text(Metric metric, OptionalLong milli) {
    return MilliText.forPeople(metric.name(), milli.orElse(0));
  }
}
