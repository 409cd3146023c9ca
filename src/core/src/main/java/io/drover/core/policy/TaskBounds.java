package io.drover.core.policy;

import io.drover.core.model.Resources;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;

/**
 * What a LimitRange says of the tasks of a stack. A Swarm task has one container, so that an item
 * of type {@code Container} and one of type {@code Pod} are of the same kind; only the first has
 * defaults.
 *
 * @param limits the limits of a task that declares none
 * @param requests the reservations of a task that declares none
 * @param min no less than this, in reservations as in limits
 * @param max no more than this, in reservations as in limits
 * @param ratios how many times its reservation a limit may be, at most
 */
public record TaskBounds(
    Resources limits,
    Resources requests,
    Resources min,
    Resources max,
    Map<ResourceKind, BigDecimal> ratios) {

  public TaskBounds {
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(requests, "requests");
    Objects.requireNonNull(min, "min");
    Objects.requireNonNull(max, "max");
    ratios = Map.copyOf(ratios);
  }
}
