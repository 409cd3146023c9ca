package io.drover.scaling.api;

import io.drover.scaling.decide.HorizontalSpec;
import io.drover.scaling.decide.HorizontalSpec.Behavior;
import io.drover.scaling.decide.HorizontalSpec.Direction;
import io.drover.scaling.decide.HorizontalSpec.Metric;
import io.drover.scaling.decide.HorizontalSpec.Policy;
import io.drover.scaling.decide.HorizontalSpec.Select;
import io.drover.scaling.decide.HorizontalSpec.Source;
import io.drover.scaling.decide.HorizontalSpec.Target;
import io.drover.scaling.decide.ScalingSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the {@code spec} of an autoscaling/v2 HorizontalPodAutoscaler, with the API server's
 * defaults and bounds (section 1 of {@code hpa-algorithm.md}).
 */
final class HorizontalSpecJson {
  private static final int LONGEST_WINDOW_SECONDS = 3600;
  private static final int LONGEST_PERIOD_SECONDS = 1800;
  private static final Metric DEFAULT_METRIC =
      new Metric(Source.RESOURCE, "cpu", new Target.Utilization(80));
  private static final List<Policy> DEFAULT_UP =
      List.of(
          new Policy.Pods(4, Duration.ofSeconds(15)),
          new Policy.Percent(100, Duration.ofSeconds(15)));
  private static final List<Policy> DEFAULT_DOWN =
      List.of(new Policy.Percent(100, Duration.ofSeconds(15)));

  private HorizontalSpecJson() {}

  static HorizontalSpec read(JsonFields spec, ScalingSettings settings) {
    spec.require("maxReplicas");
    int min = spec.integer("minReplicas", 0, Integer.MAX_VALUE, 1);
    int max = spec.integer("maxReplicas", 1, Integer.MAX_VALUE, Math.max(1, min));
    if (min > max) {
      spec.problem("minReplicas", min + " is more than maxReplicas " + max);
    }
    List<Metric> metrics = new ArrayList<>();
    for (JsonFields metric : spec.objects("metrics")) {
      metrics.add(metric(metric));
    }
    if (metrics.isEmpty()) {
      metrics.add(DEFAULT_METRIC);
    }
    if (min == 0
        && metrics.stream()
            .noneMatch(m -> m.source() == Source.OBJECT || m.source() == Source.EXTERNAL)) {
      spec.problem("minReplicas", "0 needs at least one Object or External metric");
    }
    return new HorizontalSpec(min, max, metrics, behavior(spec, settings));
  }

  private static Metric metric(JsonFields metric) {
    String type = metric.text("type", "");
    return switch (type) {
      case "Resource" -> {
        JsonFields source = source(metric, "resource");
        yield new Metric(Source.RESOURCE, name(source), perTask(source.object("target"), true));
      }
      case "ContainerResource" -> {
        JsonFields source = source(metric, "containerResource");
        yield new Metric(
            Source.CONTAINER_RESOURCE, name(source), perTask(source.object("target"), true));
      }
      case "Pods" -> {
        JsonFields source = source(metric, "pods");
        yield new Metric(
            Source.PODS, name(source.object("metric")), perTask(source.object("target"), false));
      }
      case "Object" -> {
        JsonFields source = source(metric, "object");
        yield new Metric(
            Source.OBJECT, name(source.object("metric")), declared(source.object("target")));
      }
      case "External" -> {
        JsonFields source = source(metric, "external");
        yield new Metric(
            Source.EXTERNAL, name(source.object("metric")), averageFirst(source.object("target")));
      }
      default -> new Metric(Source.INVALID, type, new Target.None());
    };
  }

  private static JsonFields source(JsonFields metric, String name) {
    metric.require(name);
    return metric.object(name);
  }

  private static String name(JsonFields named) {
    named.require("name");
    return named.text("name", "");
  }

  private static Target perTask(JsonFields target, boolean utilization) {
    if (target.has("averageValue")) {
      return new Target.AverageValue(positive(target, "averageValue"));
    }
    return utilization && target.has("averageUtilization")
        ? new Target.Utilization(target.integer("averageUtilization", 1, Integer.MAX_VALUE, 1))
        : new Target.None();
  }

  private static Target declared(JsonFields target) {
    String type = target.text("type", target.has("value") ? "Value" : "AverageValue");
    if (type.equals("Value") && target.has("value")) {
      return new Target.Value(positive(target, "value"));
    }
    return type.equals("AverageValue") && target.has("averageValue")
        ? new Target.AverageValue(positive(target, "averageValue"))
        : new Target.None();
  }

  private static Target averageFirst(JsonFields target) {
    if (target.has("averageValue")) {
      return new Target.AverageValue(positive(target, "averageValue"));
    }
    return target.has("value") ? new Target.Value(positive(target, "value")) : new Target.None();
  }

  private static long positive(JsonFields target, String name) {
    long milli = target.milli(name, 1);
    if (milli <= 0) {
      target.problem(name, "must be more than 0");
      return 1;
    }
    return milli;
  }

  private static Behavior behavior(JsonFields spec, ScalingSettings settings) {
    if (!spec.has("behavior")) {
      return new Behavior.Legacy();
    }
    JsonFields behavior = spec.object("behavior");
    return new Behavior.Rules(
        direction(behavior.object("scaleUp"), Duration.ZERO, DEFAULT_UP, settings.toleranceUp()),
        direction(
            behavior.object("scaleDown"),
            settings.downscaleStabilization(),
            DEFAULT_DOWN,
            settings.toleranceDown()));
  }

  private static Direction direction(
      JsonFields rules, Duration window, List<Policy> otherwise, double tolerance) {
    List<Policy> policies = new ArrayList<>();
    for (JsonFields policy : rules.objects("policies")) {
      policies.add(policy(policy));
    }
    if (rules.has("policies") && rules.raw("policies").isEmpty()) {
      rules.problem("policies", "needs at least one policy");
    }
    Duration given =
        rules.has("stabilizationWindowSeconds")
            ? Duration.ofSeconds(
                rules.integer("stabilizationWindowSeconds", 0, LONGEST_WINDOW_SECONDS, 0))
            : window;
    return new Direction(
        given,
        select(rules),
        policies.isEmpty() ? otherwise : policies,
        rules.quantityAsDouble("tolerance", tolerance));
  }

  private static Select select(JsonFields rules) {
    return switch (rules.text("selectPolicy", "Max")) {
      case "Max" -> Select.MAX;
      case "Min" -> Select.MIN;
      case "Disabled" -> Select.DISABLED;
      default -> {
        rules.problem("selectPolicy", "expected Max, Min or Disabled");
        yield Select.MAX;
      }
    };
  }

  private static Policy policy(JsonFields policy) {
    policy.require("value");
    policy.require("periodSeconds");
    int value = policy.integer("value", 1, Integer.MAX_VALUE, 1);
    Duration period =
        Duration.ofSeconds(policy.integer("periodSeconds", 1, LONGEST_PERIOD_SECONDS, 1));
    return switch (policy.text("type", "")) {
      case "Pods" -> new Policy.Pods(value, period);
      case "Percent" -> new Policy.Percent(value, period);
      default -> {
        policy.problem("type", "expected Pods or Percent");
        yield new Policy.Pods(value, period);
      }
    };
  }
}
