package io.drover.core.policy;

import java.util.List;
import java.util.Optional;

/** {@code drover.schedule} labels to {@link SchedulePolicy}s. */
final class ScheduleLabels {
  private ScheduleLabels() {}

  static List<SchedulePolicy> read(LabelReader labels, Optional<ScalePolicy> scale) {
    List<SchedulePolicy> schedules =
        labels.named(Vocabulary.SCHEDULE).entrySet().stream()
            .map(schedule -> new SchedulePolicy(schedule.getKey(), schedule.getValue()))
            .toList();
    if (scale.isEmpty() && !labels.has(Vocabulary.SCALE_MAX.key())) {
      schedules.forEach(
          schedule ->
              labels.problem(
                  Vocabulary.SCHEDULE.keyFor(schedule.name()),
                  "drover.scale.max beside it, which says what holds outside of the window"));
    }
    scale.ifPresent(bounds -> schedules.forEach(schedule -> check(labels, schedule, bounds)));
    return schedules;
  }

  /** A schedule that sets one bound leaves the other as it is outside: they must fit together. */
  private static void check(LabelReader labels, SchedulePolicy schedule, ScalePolicy scale) {
    int min = schedule.window().bounds().minOr(scale.min());
    int max = schedule.window().bounds().maxOr(scale.max());
    if (min > max) {
      labels.problem(
          Vocabulary.SCHEDULE.keyFor(schedule.name()),
          "bounds that fit drover.scale.min and .max: the window would have min=%d max=%d"
              .formatted(min, max));
    }
  }
}
