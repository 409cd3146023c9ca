package io.drover.health.route.decide;

import io.drover.core.decision.Plan;

/**
 * What is to be done in one backend for one service.
 *
 * @param serviceId the service; empty for what belongs to none any more
 * @param serviceName its name, else the backend's
 * @param observing whether the service's own label says to decide only
 * @param plan the steps and reasons
 */
public record ServicePlan(String serviceId, String serviceName, boolean observing, Plan plan) {}
