package io.drover.scaling.decide;

import io.drover.core.model.ServiceView;
import io.drover.core.policy.ScheduledBounds;

/**
 * What one decision about one service depends on.
 *
 * @param service the service as observed
 * @param horizontal facts and policy of the horizontal autoscaler
 * @param ownership the count that Drover gave it
 * @param bounds what the schedules make of the policy's bounds now; the horizontal spec has them
 */
public record ScalingInput(
    ServiceView service, HorizontalInput horizontal, Ownership ownership, ScheduledBounds bounds) {}
