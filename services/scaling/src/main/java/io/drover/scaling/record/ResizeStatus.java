package io.drover.scaling.record;

import io.drover.core.decision.Decision;
import io.drover.core.model.Allotment;
import io.drover.scaling.decide.vertical.SizeRules;
import io.drover.scaling.decide.vertical.VerticalResult.Estimate;

/**
 * What one service's tasks have and should have, as {@code GET /v1/resize} tells it.
 *
 * @param service full name
 * @param serviceId id
 * @param rules what holds for it
 * @param observing whether nothing is done about it
 * @param current what its tasks are given
 * @param estimate what they should reserve
 * @param samples how many CPU samples that rests on
 * @param days days' worth of them, one a minute
 * @param last the last decision
 */
public record ResizeStatus(
    String service,
    String serviceId,
    SizeRules.Hold rules,
    boolean observing,
    Allotment current,
    Estimate estimate,
    long samples,
    double days,
    Decision last) {}
