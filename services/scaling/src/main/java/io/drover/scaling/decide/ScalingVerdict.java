package io.drover.scaling.decide;

import io.drover.core.decision.Plan;
import io.drover.core.policy.ScheduledBounds;

/**
 * A plan for one service, with what led to it.
 *
 * @param plan what to do
 * @param result the autoscaler's pass
 * @param bounds what held
 * @param failed rounds in a row, this one included, in which the metrics stayed unknown
 */
public record ScalingVerdict(
    Plan plan, HorizontalResult result, ScheduledBounds bounds, int failed) {}
