package io.drover.scaling.decide;

import io.drover.core.model.Reading;
import io.drover.core.policy.HorizontalSpec.Metric;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.HorizontalSpec.Target;
import io.drover.scaling.decide.TaskFacts.TaskMetric;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Resource and Pods metrics: one value per task. Implements section 3 of {@code hpa-algorithm.md};
 * the order of the floating point operations is part of it.
 */
final class PerTaskMetric {
  private PerTaskMetric() {}

  /** A value that counts, with what it is measured against. */
  private record Value(long used, long base) {}

  /** The tasks of a metric, sorted by how they count. */
  private record Groups(List<Value> ready, List<Value> unready, List<Value> missing) {}

  private record Ratio(double ratio, OptionalInt utilization, OptionalLong average) {}

  static MetricResult evaluate(HorizontalInput in, Metric metric) {
    if (in.tasks().isEmpty()) {
      return new MetricResult.Failure(metric, "the service has no tasks");
    }
    if (in.totals().get(metric.name()) instanceof Reading.Unknown<List<Long>>(String reason)) {
      return new MetricResult.Failure(metric, reason);
    }
    if (in.tasks().stream().noneMatch(task -> hasSample(task, metric))) {
      return new MetricResult.Failure(metric, "no task has a sample of " + metric.name());
    }
    boolean needsBase = metric.target() instanceof Target.Utilization;
    if (needsBase) {
      for (TaskFacts task : in.tasks()) {
        if (base(task, metric) instanceof Reading.Unknown<Long>(String reason)) {
          return new MetricResult.Failure(metric, "task " + task.id() + ": " + reason);
        }
      }
    }
    Groups groups = group(in, metric, needsBase);
    if (groups.ready().isEmpty()) {
      return new MetricResult.Failure(
          metric, "no ready task has a usable sample of " + metric.name());
    }
    return decide(in, metric, groups);
  }

  /** A custom metric may bear the name of a resource. */
  private static String key(Metric metric) {
    return metric.source() == Source.PODS ? TaskFacts.customMetric(metric.name()) : metric.name();
  }

  private static boolean hasSample(TaskFacts task, Metric metric) {
    TaskMetric value = task.metrics().get(key(metric));
    return value != null && value.value().isKnown();
  }

  private static Reading<Long> base(TaskFacts task, Metric metric) {
    TaskMetric value = task.metrics().get(key(metric));
    return value == null
        ? Reading.unknown("no reservation or limit of " + metric.name() + " is known")
        : value.base();
  }

  private static Groups group(HorizontalInput in, Metric metric, boolean needsBase) {
    Groups groups = new Groups(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    boolean cpu = metric.name().equals("cpu") && metric.source() != Source.PODS;
    for (TaskFacts task : in.tasks()) {
      if (task.deleting()
          || task.phase() == TaskFacts.Phase.FAILED
          || task.phase() == TaskFacts.Phase.SUCCEEDED) {
        continue;
      }
      long base =
          needsBase && base(task, metric) instanceof Reading.Known<Long>(Long known, Instant at)
              ? known
              : 0;
      TaskMetric own = task.metrics().get(key(metric));
      if (task.phase() == TaskFacts.Phase.PENDING) {
        groups.unready().add(new Value(0, base));
      } else if (own == null
          || !(own.value() instanceof Reading.Known<Long>(Long used, Instant sampledAt))) {
        groups.missing().add(new Value(0, base));
      } else if (cpu && stillStarting(in, task, own, sampledAt)) {
        groups.unready().add(new Value(0, base));
      } else {
        groups.ready().add(new Value(used, base));
      }
    }
    return groups;
  }

  /** Whether a task's CPU says more about its start than about its load. */
  private static boolean stillStarting(
      HorizontalInput in, TaskFacts task, TaskMetric sample, Instant sampledAt) {
    if (!(task.lifecycle()
        instanceof TaskFacts.Lifecycle.Known(Instant started, Instant readyChanged))) {
      return true;
    }
    if (started.plus(in.settings().cpuInitializationPeriod()).isAfter(in.now())) {
      return !task.ready()
          || (readyChanged.isAfter(Instant.MIN)
              && sampledAt.isBefore(readyChanged.plus(sample.window())));
    }
    return !task.ready()
        && started.plus(in.settings().initialReadinessDelay()).isAfter(readyChanged);
  }

  private static MetricResult decide(HorizontalInput in, Metric metric, Groups groups) {
    if (metric.target() instanceof Target.Utilization && totalBase(groups.ready()).signum() == 0) {
      return new MetricResult.Failure(
          metric, "the reservations of " + metric.name() + " add up to 0");
    }
    Ratio first = ratio(metric.target(), groups.ready());
    double r = first.ratio();
    int current = in.current();
    boolean refillUnready = !groups.unready().isEmpty() && r > 1.0;
    if (groups.missing().isEmpty() && !refillUnready) {
      int ready = groups.ready().size();
      boolean within = in.withinTolerance(r);
      int proposal = within ? current : Saturating.ceil(r * ready);
      return proposal(
          metric,
          proposal,
          first,
          Working.multiplied(
              measured(metric, first),
              Working.factor(metric, first.utilization(), r),
              ready,
              within,
              proposal));
    }
    List<Value> enlarged = new ArrayList<>(groups.ready());
    if (r < 1.0) {
      groups.missing().forEach(value -> enlarged.add(assumedBusy(metric.target(), value)));
    } else if (r > 1.0) {
      enlarged.addAll(groups.missing());
    }
    if (refillUnready) {
      enlarged.addAll(groups.unready());
    }
    double r2 = ratio(metric.target(), enlarged).ratio();
    int proposal = conservative(in, r, r2, enlarged.size());
    return proposal(
        metric,
        proposal,
        first,
        Working.filled(
            measured(metric, first),
            r,
            r2,
            groups.missing().size(),
            refillUnready ? groups.unready().size() : 0,
            proposal));
  }

  /** A task without a sample must not make a scale-down: it counts as fully used. */
  private static Value assumedBusy(Target target, Value task) {
    return switch (target) {
      case Target.Utilization(int percent) -> {
        BigInteger assumed =
            BigInteger.valueOf(task.base())
                .multiply(BigInteger.valueOf(Math.max(100, percent)))
                .divide(BigInteger.valueOf(100));
        yield new Value(assumed.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue(), task.base());
      }
      case Target.AverageValue(long milli) -> new Value(milli, 0);
      case Target.Value value -> task;
      case Target.None none -> task;
    };
  }

  private static int conservative(HorizontalInput in, double r, double r2, int values) {
    int current = in.current();
    if (in.withinTolerance(r2) || (r < 1.0 && r2 > 1.0) || (r > 1.0 && r2 < 1.0)) {
      return current;
    }
    int proposal = Saturating.ceil(r2 * values);
    boolean turned = (r2 < 1.0 && proposal > current) || (r2 > 1.0 && proposal < current);
    return turned ? current : proposal;
  }

  private static BigInteger totalBase(List<Value> values) {
    return values.stream()
        .map(value -> BigInteger.valueOf(value.base()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static Ratio ratio(Target target, List<Value> values) {
    BigInteger used = BigInteger.ZERO;
    for (Value value : values) {
      used = used.add(BigInteger.valueOf(value.used()));
    }
    long average = used.divide(BigInteger.valueOf(values.size())).longValue();
    return switch (target) {
      case Target.Utilization(int percent) -> {
        int utilization = Saturating.percent(used, totalBase(values));
        yield new Ratio(
            (double) utilization / (double) percent,
            OptionalInt.of(utilization),
            OptionalLong.of(average));
      }
      case Target.AverageValue(long milli) ->
          new Ratio(
              (double) average / (double) milli, OptionalInt.empty(), OptionalLong.of(average));
      case Target.Value value -> throw new IllegalStateException("not a target per task: " + value);
      case Target.None none -> throw new IllegalStateException("no target");
    };
  }

  private static String measured(Metric metric, Ratio first) {
    return Working.measured(metric, first.utilization(), first.average());
  }

  private static MetricResult proposal(Metric metric, int replicas, Ratio first, String working) {
    return new MetricResult.Proposal(
        metric, replicas, first.utilization(), first.average(), OptionalLong.empty(), working);
  }
}
