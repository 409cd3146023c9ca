package io.drover.core.policy;

import java.time.Duration;
import java.util.List;

/**
 * What one horizontal autoscaler is told: the {@code spec} of an autoscaling/v2
 * HorizontalPodAutoscaler with its defaults filled in, whether it came as YAML or as labels.
 *
 * @param min fewest replicas
 * @param max most replicas
 * @param metrics what to scale on; at least one
 * @param behavior rates and windows
 */
public record HorizontalSpec(int min, int max, List<Metric> metrics, Behavior behavior) {

  /** The kinds of metric source of autoscaling/v2. */
  public enum Source {
    RESOURCE("Resource", "FailedGetResourceMetric"),
    CONTAINER_RESOURCE("ContainerResource", "FailedGetContainerResourceMetric"),
    PODS("Pods", "FailedGetPodsMetric"),
    OBJECT("Object", "FailedGetObjectMetric"),
    EXTERNAL("External", "FailedGetExternalMetric"),
    /** A type that autoscaling/v2 does not have; its metric always fails. */
    INVALID("", "InvalidMetricSourceType");

    private final String apiName;
    private final String failure;

    Source(String apiName, String failure) {
      this.apiName = apiName;
      this.failure = failure;
    }

    /** The name in a manifest. */
    public String apiName() {
      return apiName;
    }

    /** The reason of the condition ScalingActive when such a metric can't be read. */
    public String failureReason() {
      return failure;
    }
  }

  /** What a metric is held to; quantities in thousandths. */
  public sealed interface Target {
    /**
     * Share of the reservation.
     *
     * @param percent more than 0
     */
    record Utilization(int percent) implements Target {}

    /**
     * Average over the tasks.
     *
     * @param milli more than 0
     */
    record AverageValue(long milli) implements Target {}

    /**
     * The value as such.
     *
     * @param milli more than 0
     */
    record Value(long milli) implements Target {}

    /** None was set, so the metric fails. */
    record None() implements Target {}
  }

  /**
   * One metric.
   *
   * @param source where it comes from
   * @param name resource or metric name
   * @param target what it is held to
   */
  public record Metric(Source source, String name, Target target) {}

  /** How fast the count may move. */
  public sealed interface Behavior {
    /** No {@code behavior} was given: the older rules hold (section 6 of the specification). */
    record Legacy() implements Behavior {}

    /** Rules for both directions, complete. */
    record Rules(Direction up, Direction down) implements Behavior {}
  }

  /**
   * Rules for one direction.
   *
   * @param window stabilization window
   * @param select which policy counts
   * @param policies at least one
   * @param tolerance relative deviation of a metric that is still ignored
   */
  public record Direction(Duration window, Select select, List<Policy> policies, double tolerance) {
    public Direction {
      policies = List.copyOf(policies);
    }

    /** The same with another stabilization window. */
    public Direction at(Duration other) {
      return new Direction(other, select, policies, tolerance);
    }
  }

  /** Which of several policies counts. */
  public enum Select {
    MAX,
    MIN,
    DISABLED
  }

  /** A limit to the change within a period. */
  public sealed interface Policy {
    /** The period. */
    Duration period();

    /** So many tasks. */
    record Pods(int value, Duration period) implements Policy {}

    /** So many percent of the count at the period's start. */
    record Percent(int value, Duration period) implements Policy {}
  }

  public HorizontalSpec {
    metrics = List.copyOf(metrics);
  }
}
