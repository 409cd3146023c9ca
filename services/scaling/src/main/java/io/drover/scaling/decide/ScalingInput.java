package io.drover.scaling.decide;

import io.drover.core.model.ServiceView;

/**
 * What one decision about one service depends on.
 *
 * @param service the service as observed
 * @param horizontal facts and policy of the horizontal autoscaler
 * @param ownership the count that Drover gave it
 */
public record ScalingInput(ServiceView service, HorizontalInput horizontal, Ownership ownership) {}
