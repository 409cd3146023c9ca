package io.drover.scaling.decide;

import io.drover.core.model.Reading;
import io.drover.core.policy.HorizontalSpec.Metric;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.HorizontalSpec.Target;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Object and External metrics: values that belong to the service as a whole. Implements section 5
 * of {@code hpa-algorithm.md}.
 */
final class TotalMetric {
  private TotalMetric() {}

  static MetricResult evaluate(HorizontalInput in, Metric metric) {
    Reading<List<Long>> reading =
        in.totals().getOrDefault(metric.name(), Reading.unknown("no value was given"));
    return switch (reading) {
      case Reading.Unknown<List<Long>>(String reason) -> new MetricResult.Failure(metric, reason);
      case Reading.Known<List<Long>>(List<Long> values, var at) -> decide(in, metric, values);
    };
  }

  private static MetricResult decide(HorizontalInput in, Metric metric, List<Long> values) {
    if (values.isEmpty()) {
      return new MetricResult.Failure(metric, "the answer for " + metric.name() + " is empty");
    }
    if (metric.source() == Source.OBJECT && values.size() > 1) {
      return new MetricResult.Failure(
          metric, "an object has one value, " + values.size() + " were given");
    }
    return switch (metric.target()) {
      case Target.Value(long milli) -> byValue(in, metric, sum(values), milli);
      case Target.AverageValue(long milli) ->
          byAverage(in, metric, averageSum(metric, values), milli);
      case Target.Utilization(int percent) ->
          new MetricResult.Failure(metric, "utilization is no target for " + metric.name());
      case Target.None none -> new MetricResult.Failure(metric, "neither value nor average is set");
    };
  }

  private static long sum(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).reduce(0, Saturating::add);
  }

  /** A running sum below zero is taken for an overflow, as the reference does. */
  private static long averageSum(Metric metric, List<Long> values) {
    if (metric.source() == Source.OBJECT) {
      return sum(values);
    }
    long sum = 0;
    for (long value : values) {
      sum = Saturating.add(sum, value);
      if (sum < 0) {
        sum = Long.MAX_VALUE;
      }
    }
    return sum;
  }

  private static MetricResult byValue(HorizontalInput in, Metric metric, long total, long target) {
    double r = (double) total / (double) target;
    String measured = Working.measured(metric, OptionalInt.empty(), OptionalLong.of(total));
    if (in.current() == 0) {
      int proposal = Saturating.ceil(r);
      return proposal(
          metric,
          proposal,
          total,
          Working.multiplied(measured, Working.ratio(r), 1, false, proposal));
    }
    if (in.withinTolerance(r)) {
      return proposal(
          metric,
          in.current(),
          total,
          Working.multiplied(measured, Working.ratio(r), 0, true, in.current()));
    }
    if (in.tasks().isEmpty()) {
      return new MetricResult.Failure(metric, "the service has no tasks");
    }
    int ready =
        (int)
            in.tasks().stream()
                .filter(task -> task.phase() == TaskFacts.Phase.RUNNING && task.ready())
                .count();
    int proposal = Saturating.ceil(r * ready);
    return proposal(
        metric,
        proposal,
        total,
        Working.multiplied(measured, Working.ratio(r), ready, false, proposal));
  }

  private static MetricResult byAverage(
      HorizontalInput in, Metric metric, long total, long target) {
    int observed = in.observed();
    double r = (double) total / ((double) target * (double) observed);
    boolean within = in.withinTolerance(r);
    int proposal = within ? observed : Saturating.ceil((double) total / (double) target);
    long average = observed == 0 ? 0 : average(total, observed);
    String measured = Working.measured(metric, OptionalInt.empty(), OptionalLong.of(average));
    return new MetricResult.Proposal(
        metric,
        proposal,
        OptionalInt.empty(),
        OptionalLong.of(average),
        OptionalLong.empty(),
        within
            ? Working.multiplied(measured, Working.ratio(r), observed, true, proposal)
            : "%s, %s in all: %s"
                .formatted(
                    measured, MilliText.forPeople(metric.name(), total), Working.tasks(proposal)));
  }

  private static long average(long total, int observed) {
    return total == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : (long) Math.ceil((double) total / (double) observed);
  }

  private static MetricResult proposal(Metric metric, int replicas, long total, String working) {
    return new MetricResult.Proposal(
        metric,
        replicas,
        OptionalInt.empty(),
        OptionalLong.empty(),
        OptionalLong.of(total),
        working);
  }
}
