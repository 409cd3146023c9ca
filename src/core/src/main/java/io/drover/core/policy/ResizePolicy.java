package io.drover.core.policy;

import io.drover.core.model.Resources;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Vertical scaling of one service.
 *
 * @param mode how far it goes
 * @param min no less than this; what is absent has no bound
 * @param max no more than this; what is absent has no bound
 * @param resources which resources; at least one
 * @param values what is changed
 * @param windows when a service's tasks may be replaced for it; none means at any time
 */
public record ResizePolicy(
    Mode mode,
    Resources min,
    Resources max,
    Set<ResourceKind> resources,
    Values values,
    List<TimeWindow> windows)
    implements Concern {

  /** How far vertical scaling goes. */
  public enum Mode {
    /** Nothing is even computed. */
    OFF,
    /** What would fit is computed and shown. */
    RECOMMEND,
    /** It is applied while no task runs, so that nothing is restarted for it. */
    INITIAL,
    /** It is applied whenever it pays. */
    AUTO,
    /** The limits of running tasks are changed at once, the service in the next window. */
    IN_PLACE;

    /** Whether reservations may change. */
    public boolean applies() {
      return this == INITIAL || this == AUTO || this == IN_PLACE;
    }
  }

  /** What vertical scaling changes. */
  public enum Values {
    /** Reservations, and limits in proportion. */
    REQUESTS_AND_LIMITS,
    /** Reservations alone. */
    REQUESTS
  }

  public ResizePolicy {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(min, "min");
    Objects.requireNonNull(max, "max");
    Objects.requireNonNull(values, "values");
    resources = Set.copyOf(resources);
    windows = List.copyOf(windows);
    if (resources.isEmpty()) {
      throw new IllegalArgumentException("resizing needs a resource");
    }
  }

  /** The same in these windows only. */
  public ResizePolicy within(Mode how, List<TimeWindow> times) {
    return new ResizePolicy(how, min, max, resources, values, times);
  }

  /** A policy that may be applied at any time. */
  public ResizePolicy(
      Mode mode, Resources min, Resources max, Set<ResourceKind> resources, Values values) {
    this(mode, min, max, resources, values, List.of());
  }
}
