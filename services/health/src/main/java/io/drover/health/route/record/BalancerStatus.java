package io.drover.health.route.record;

import io.drover.health.route.decide.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one load balancer has, as it was last read.
 *
 * @param name the balancer
 * @param at when it was read, or last tried
 * @param error why it could not be read; empty when it could
 * @param backends its members, by backend; those of the last good reading when there is an error
 * @param notes what is wrong or held back, by backend
 */
public record BalancerStatus(
    String name,
    Instant at,
    String error,
    Map<String, List<Slot>> backends,
    Map<String, List<String>> notes) {
  public BalancerStatus {
    backends = Map.copyOf(backends);
    notes = Map.copyOf(notes);
  }

  /** The same, unreadable now. */
  public BalancerStatus failed(Instant now, String why) {
    return new BalancerStatus(name, now, why, backends, notes);
  }
}
