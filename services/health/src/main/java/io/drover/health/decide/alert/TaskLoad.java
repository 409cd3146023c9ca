package io.drover.health.decide.alert;

import io.drover.core.model.Reading;

/**
 * What a task uses of what it may use.
 *
 * @param serviceId its service
 * @param name its container's name
 * @param service its service's name
 * @param node its node's name
 * @param cpu share of its CPU limit, averaged over the last five minutes; unknown without a limit
 * @param memory share of its memory limit; unknown without a limit
 */
public record TaskLoad(
    String serviceId,
    String name,
    String service,
    String node,
    Reading<Double> cpu,
    Reading<Double> memory) {}
