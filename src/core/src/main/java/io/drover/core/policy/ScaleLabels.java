package io.drover.core.policy;

import io.drover.core.policy.ScalePolicy.Direction;
import io.drover.core.policy.ScaleTarget.MetricSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code drover.scale} labels to a {@link ScalePolicy}. */
final class ScaleLabels {
  private static final String PREFIX = "drover.scale.";
  private static final int DEFAULT_MIN = 1;

  private ScaleLabels() {}

  static Optional<ScalePolicy> read(LabelReader labels) {
    Optional<String> first = labels.firstUnder(PREFIX);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    int min = labels.value(Vocabulary.SCALE_MIN).orElse(DEFAULT_MIN);
    Optional<Integer> max = labels.value(Vocabulary.SCALE_MAX);
    List<ScaleTarget> targets = targets(labels);
    BigDecimal tolerance =
        labels.value(Vocabulary.SCALE_TOLERANCE).orElse(Direction.STANDARD_UP.tolerance());
    Direction up = up(labels, tolerance);
    Direction down = down(labels, tolerance);
    Required.check(labels, Vocabulary.SCALE_MAX, first.get());
    if (max.isPresent() && min > max.get()) {
      labels.problem(
          Vocabulary.SCALE_MIN.key(), "no more than drover.scale.max, which is " + max.get());
      return Optional.empty();
    }
    return max.map(most -> new ScalePolicy(min, most, targets, up, down));
  }

  private static List<ScaleTarget> targets(LabelReader labels) {
    List<ScaleTarget> targets = new ArrayList<>();
    labels.value(Vocabulary.SCALE_CPU).ifPresent(targets::add);
    labels.value(Vocabulary.SCALE_MEMORY).ifPresent(targets::add);
    var queries = labels.named(Vocabulary.SCALE_METRIC_QUERY);
    labels
        .named(Vocabulary.SCALE_METRIC)
        .forEach(
            (name, target) -> {
              MetricSource source =
                  queries.containsKey(name)
                      ? new MetricSource.Query(queries.get(name))
                      : new MetricSource.Tasks();
              targets.add(new ScaleTarget.Metric(name, target, source));
            });
    for (String name : queries.keySet()) {
      String metric = Vocabulary.SCALE_METRIC.keyFor(name);
      if (!labels.has(metric)) {
        labels.problem(
            metric, "a target, since " + metric + ".query is there; for example 100/task");
      }
    }
    return targets.isEmpty() ? List.of(ScaleTarget.standard()) : targets;
  }

  private static Direction up(LabelReader labels, BigDecimal tolerance) {
    Direction standard = Direction.STANDARD_UP;
    return new Direction(
        labels.value(Vocabulary.SCALE_UP_POLICIES).orElse(standard.policies()),
        labels.value(Vocabulary.SCALE_UP_WINDOW).orElse(standard.window()),
        labels.value(Vocabulary.SCALE_UP_SELECT).orElse(standard.select()),
        tolerance);
  }

  private static Direction down(LabelReader labels, BigDecimal tolerance) {
    Direction standard = Direction.STANDARD_DOWN;
    return new Direction(
        labels.value(Vocabulary.SCALE_DOWN_POLICIES).orElse(standard.policies()),
        labels.value(Vocabulary.SCALE_DOWN_WINDOW).orElse(standard.window()),
        labels.value(Vocabulary.SCALE_DOWN_SELECT).orElse(standard.select()),
        tolerance);
  }
}
