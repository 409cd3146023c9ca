package io.drover.scaling.decide;

import java.time.Instant;
import java.util.List;

/**
 * What the autoscaler of one service remembers. The lists are in storage order, not in time order:
 * outdated slots are overwritten.
 *
 * @param recommendations what the metrics asked for, before stabilization
 * @param scaleUps steps up that were taken
 * @param scaleDowns steps down that were taken
 */
public record ScalingHistory(
    List<Recommended> recommendations, List<Step> scaleUps, List<Step> scaleDowns) {

  /** Nothing was recorded. */
  public static final ScalingHistory EMPTY = new ScalingHistory(List.of(), List.of(), List.of());

  /** A count that the metrics asked for. */
  public record Recommended(int replicas, Instant at) {}

  /** A change that was made; {@code change} is positive in both directions. */
  public record Step(int change, Instant at) {}

  public ScalingHistory {
    recommendations = List.copyOf(recommendations);
    scaleUps = List.copyOf(scaleUps);
    scaleDowns = List.copyOf(scaleDowns);
  }

  /**
   * The memory of a controller that starts now: the present count is its only recommendation, so
   * that nothing shrinks before a whole window was seen.
   */
  public static ScalingHistory startingAt(int replicas, Instant now) {
    return new ScalingHistory(List.of(new Recommended(replicas, now)), List.of(), List.of());
  }
}
