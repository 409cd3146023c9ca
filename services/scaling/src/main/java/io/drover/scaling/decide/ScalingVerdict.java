package io.drover.scaling.decide;

import io.drover.core.decision.Plan;
import io.drover.core.policy.ScheduledBounds;

/**
 * A plan for one service, with what led to it.
 *
 * @param plan what to do
 * @param result the autoscaler's pass
 * @param bounds what held
 */
public record ScalingVerdict(Plan plan, HorizontalResult result, ScheduledBounds bounds) {}
