package io.drover.scaling.decide;

import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.HorizontalSpec.Behavior;
import io.drover.core.policy.HorizontalSpec.Direction;
import io.drover.core.policy.HorizontalSpec.Metric;
import io.drover.core.policy.HorizontalSpec.Policy;
import io.drover.core.policy.HorizontalSpec.Select;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.HorizontalSpec.Target;
import io.drover.core.policy.MetricTarget;
import io.drover.core.policy.ReplicaPolicy;
import io.drover.core.policy.ResourceKind;
import io.drover.core.policy.ScalePolicy;
import io.drover.core.policy.ScaleTarget;
import io.drover.core.policy.ScheduledBounds;
import java.util.Locale;

/** What the labels of a service say, in the terms of autoscaling/v2. */
public final class LabelSpec {
  private static final long MILLI_PER_BYTE = 1000;

  private LabelSpec() {}

  /**
   * The spec that a HorizontalPodAutoscaler of the same meaning would have, within these bounds.
   */
  public static HorizontalSpec of(ScalePolicy policy, ScheduledBounds bounds) {
    return new HorizontalSpec(
        bounds.min(),
        bounds.max(),
        policy.targets().stream().map(LabelSpec::metric).toList(),
        new Behavior.Rules(direction(policy.up()), direction(policy.down())));
  }

  private static Metric metric(ScaleTarget target) {
    return switch (target) {
      case ScaleTarget.Utilization(ResourceKind resource, var share) ->
          new Metric(
              Source.RESOURCE,
              resource.name().toLowerCase(Locale.ROOT),
              new Target.Utilization(share.percent().intValueExact()));
      case ScaleTarget.CpuPerTask(var cpu) ->
          new Metric(Source.RESOURCE, "cpu", new Target.AverageValue(cpu.millicores()));
      case ScaleTarget.MemoryPerTask(var memory) ->
          new Metric(
              Source.RESOURCE, "memory", new Target.AverageValue(saturatedMilli(memory.value())));
      case ScaleTarget.Metric(String name, MetricTarget held, var source) ->
          new Metric(source(source, held), name, custom(held));
    };
  }

  private static Source source(ScaleTarget.MetricSource source, MetricTarget target) {
    boolean fromTasks = source instanceof ScaleTarget.MetricSource.Tasks;
    return fromTasks && target.basis() == MetricTarget.Basis.PER_TASK
        ? Source.PODS
        : Source.EXTERNAL;
  }

  private static Target custom(MetricTarget held) {
    long milli = held.amount().milliValue();
    return switch (held.basis()) {
      case PER_TASK -> new Target.AverageValue(milli);
      case TOTAL -> new Target.Value(milli);
    };
  }

  private static Direction direction(ScalePolicy.Direction given) {
    return new Direction(
        given.window(),
        switch (given.select()) {
          case MAX -> Select.MAX;
          case MIN -> Select.MIN;
          case OFF -> Select.DISABLED;
        },
        given.policies().stream().map(LabelSpec::policy).toList(),
        given.tolerance().doubleValue());
  }

  private static Policy policy(ReplicaPolicy given) {
    return switch (given) {
      case ReplicaPolicy.Tasks(int count, var period) -> new Policy.Pods(count, period);
      case ReplicaPolicy.Percent(int percent, var period) -> new Policy.Percent(percent, period);
    };
  }

  private static long saturatedMilli(long bytes) {
    return bytes > Long.MAX_VALUE / MILLI_PER_BYTE ? Long.MAX_VALUE : bytes * MILLI_PER_BYTE;
  }
}
