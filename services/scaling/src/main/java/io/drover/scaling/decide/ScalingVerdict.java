package io.drover.scaling.decide;

import io.drover.core.decision.Plan;

/**
 * A plan for one service, with what led to it.
 *
 * @param plan what to do
 * @param result the autoscaler's pass
 */
public record ScalingVerdict(Plan plan, HorizontalResult result) {}
