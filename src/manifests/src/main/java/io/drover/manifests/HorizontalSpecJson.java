package io.drover.manifests;

import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.HorizontalSpec.Behavior;
import io.drover.core.policy.HorizontalSpec.Direction;
import io.drover.core.policy.HorizontalSpec.Metric;
import io.drover.core.policy.HorizontalSpec.Policy;
import io.drover.core.policy.HorizontalSpec.Select;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.HorizontalSpec.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the {@code spec} of an autoscaling/v2 HorizontalPodAutoscaler, with the API server's
 * defaults and bounds (section 1 of {@code hpa-algorithm.md}).
 */
public final class HorizontalSpecJson {
  private static final Set<String> RESOURCES = Set.of("cpu", "memory");
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

  /** Stands for a spec of a version that is not read. */
  static final HorizontalSpec UNREAD =
      new HorizontalSpec(1, 1, List.of(DEFAULT_METRIC), new Behavior.Legacy());

  private HorizontalSpecJson() {}

  /**
   * What the controller's settings say where a spec does not.
   *
   * @param toleranceUp relative deviation that is ignored when scaling up
   * @param toleranceDown relative deviation that is ignored when scaling down
   * @param downscaleStabilization stabilization window when scaling down
   */
  public record Defaults(
      double toleranceUp, double toleranceDown, Duration downscaleStabilization) {
    /** Those of kube-controller-manager. */
    public static final Defaults KUBERNETES = new Defaults(0.1, 0.1, Duration.ofMinutes(5));
  }

  /** Reads a spec; what is wrong is reported to where the fields come from. */
  public static HorizontalSpec read(JsonFields spec, Defaults settings) {
    spec.only("scaleTargetRef", "minReplicas", "maxReplicas", "metrics", "behavior");
    int min = spec.integer("minReplicas", 0, Integer.MAX_VALUE, 1);
    int max = max(spec, min);
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

  /** Reads the spec of an autoscaling/v1 one, which knows CPU only. */
  static HorizontalSpec readV1(JsonFields spec) {
    spec.only("scaleTargetRef", "minReplicas", "maxReplicas", "targetCPUUtilizationPercentage");
    int percent = spec.integer("targetCPUUtilizationPercentage", 1, Integer.MAX_VALUE, 80);
    int min = spec.integer("minReplicas", 1, Integer.MAX_VALUE, 1);
    return new HorizontalSpec(
        min,
        max(spec, min),
        List.of(new Metric(Source.RESOURCE, "cpu", new Target.Utilization(percent))),
        new Behavior.Legacy());
  }

  private static int max(JsonFields spec, int min) {
    spec.require("maxReplicas");
    int max = spec.integer("maxReplicas", 1, Integer.MAX_VALUE, Math.max(1, min));
    if (min > max) {
      spec.problem("minReplicas", min + " is more than maxReplicas " + max);
    }
    return max;
  }

  private static Metric metric(JsonFields metric) {
    metric.only("type", "resource", "containerResource", "pods", "object", "external");
    String type = metric.text("type", "");
    return switch (type) {
      case "Resource" ->
          resource(Source.RESOURCE, source(metric, "resource").only("name", "target"));
      case "ContainerResource" ->
          resource(
              Source.CONTAINER_RESOURCE,
              source(metric, "containerResource").only("name", "container", "target"));
      case "Pods" ->
          custom(
              Source.PODS,
              source(metric, "pods").only("metric", "target"),
              target -> perTask(target, false));
      case "Object" ->
          custom(
              Source.OBJECT,
              source(metric, "object").only("metric", "target", "describedObject"),
              HorizontalSpecJson::declared);
      case "External" ->
          custom(
              Source.EXTERNAL,
              source(metric, "external").only("metric", "target"),
              HorizontalSpecJson::averageFirst);
      default -> {
        if (metric.isStrict()) {
          metric.problem("type", "expected Resource, ContainerResource, Pods, Object or External");
        }
        yield new Metric(Source.INVALID, type, new Target.None());
      }
    };
  }

  private static JsonFields source(JsonFields metric, String name) {
    metric.require(name);
    return metric.object(name);
  }

  private static Metric resource(Source kind, JsonFields source) {
    String name = name(source);
    if (source.isStrict() && !RESOURCES.contains(name)) {
      source.problem("name", "expected cpu or memory");
    }
    return new Metric(kind, name, held(source, target -> perTask(target, true)));
  }

  private static Metric custom(Source kind, JsonFields source, Function<JsonFields, Target> read) {
    return new Metric(
        kind, name(source.object("metric").only("name", "selector")), held(source, read));
  }

  private static String name(JsonFields named) {
    named.require("name");
    return named.text("name", "");
  }

  private static Target held(JsonFields source, Function<JsonFields, Target> read) {
    JsonFields target = source.object("target");
    target.only("type", "value", "averageValue", "averageUtilization");
    Target held = read.apply(target);
    if (source.isStrict() && held instanceof Target.None) {
      source.problem("target", "names no value that a metric of this type can be held to");
    }
    return held;
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

  private static Behavior behavior(JsonFields spec, Defaults settings) {
    if (!spec.has("behavior")) {
      return new Behavior.Legacy();
    }
    JsonFields behavior = spec.object("behavior").only("scaleUp", "scaleDown");
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
    rules.only("stabilizationWindowSeconds", "selectPolicy", "policies", "tolerance");
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
    policy.only("type", "value", "periodSeconds");
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
