package io.drover.scaling.decide;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one pass of the horizontal autoscaler came to.
 *
 * @param desired the count to set
 * @param scaled whether it differs from the present one
 * @param conditions AbleToScale, ScalingActive and ScalingLimited, as far as the pass touched them
 * @param metrics what each metric came to, in the spec's order
 * @param explanation the whole in one line
 * @param history what to remember, this pass included, provided that a change was written
 */
public record HorizontalResult(
    int desired,
    boolean scaled,
    List<Condition> conditions,
    List<MetricResult> metrics,
    String explanation,
    ScalingHistory history,
    Recommendation recommendation) {

  /** What the metrics asked for before stabilization and limits. */
  public sealed interface Recommendation {
    /** This many. */
    record Known(int replicas) implements Recommendation {}

    /** They could not be evaluated. */
    record Unknown(String error) implements Recommendation {}
  }

  /**
   * A condition as in the status of a HorizontalPodAutoscaler.
   *
   * @param type AbleToScale, ScalingActive or ScalingLimited
   * @param status whether it holds
   * @param reason coded reason
   * @param message for people
   */
  public record Condition(String type, boolean status, String reason, String message) {}

  public HorizontalResult {
    conditions = List.copyOf(conditions);
    metrics = List.copyOf(metrics);
  }

  /** The same with something else to remember. */
  HorizontalResult remembering(ScalingHistory other) {
    return new HorizontalResult(
        desired, scaled, conditions, metrics, explanation, other, recommendation);
  }

  /** The count that the metrics asked for. */
  public OptionalInt recommended() {
    return recommendation instanceof Recommendation.Known(int replicas)
        ? OptionalInt.of(replicas)
        : OptionalInt.empty();
  }

  /** The first failure of a metric; a pass that scaled up on partial data has one too. */
  public Optional<String> error() {
    for (MetricResult metric : metrics) {
      if (metric instanceof MetricResult.Failure(var spec, String why)) {
        return Optional.of(
            "%s metric %s: %s".formatted(spec.source().apiName(), spec.name(), why).strip());
      }
    }
    return recommendation instanceof Recommendation.Unknown(String error)
        ? Optional.of(error)
        : Optional.empty();
  }

  /** The condition of this type, if the pass touched it. */
  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }
}
