package io.drover.core.quota;

import io.drover.core.model.Quantity;
import io.drover.core.model.Reading;
import io.drover.core.policy.QuotaResource;
import io.drover.core.policy.StackLimits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All of a stack that its quotas look at, as of one moment.
 *
 * @param at when it was observed
 * @param stack the stack
 * @param services its services
 * @param limits its LimitRanges
 * @param counted what does not follow from the services: secrets, configs, storage
 */
public record StackFacts(
    Instant at,
    String stack,
    List<StackService> services,
    List<StackLimits> limits,
    Map<QuotaResource, Reading<Quantity>> counted) {

  public StackFacts {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(stack, "stack");
    services = List.copyOf(services);
    limits = List.copyOf(limits);
    counted = Map.copyOf(counted);
  }

  /** What it would be with another number of tasks of one service. */
  public StackFacts with(String serviceId, int tasks) {
    return new StackFacts(
        at,
        stack,
        services.stream()
            .map(one -> one.service().id().equals(serviceId) ? one.with(tasks) : one)
            .toList(),
        limits,
        counted);
  }

  /** What it would be with another state of one service. */
  public StackFacts with(StackService other) {
    return new StackFacts(
        at,
        stack,
        services.stream()
            .map(one -> one.service().id().equals(other.service().id()) ? other : one)
            .toList(),
        limits,
        counted);
  }
}
