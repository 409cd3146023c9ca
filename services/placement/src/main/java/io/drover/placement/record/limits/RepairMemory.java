package io.drover.placement.record.limits;

import io.drover.core.decision.Decision;
import io.drover.placement.decide.limits.PastRepairs;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was done to the limits of each service of late, by service id. */
public final class RepairMemory {
  private final Map<String, PastRepairs> past = new ConcurrentHashMap<>();

  /** What was done to a service. */
  public PastRepairs of(String serviceId) {
    return past.getOrDefault(serviceId, PastRepairs.NONE);
  }

  /** Remembers what a decision came to. */
  public void put(Decision decision) {
    PastRepairs after = of(decision.serviceId()).and(decision);
    if (!after.repairs().isEmpty()) {
      past.put(decision.serviceId(), after);
    }
  }

  /**
   * Remembers what was done before a restart or a take-over, unless something was done since.
   *
   * @param decisions of any services, newest first
   */
  public void restore(List<Decision> decisions) {
    Map<String, PastRepairs> found = new HashMap<>();
    decisions
        .reversed()
        .forEach(
            decision ->
                found.merge(
                    decision.serviceId(),
                    PastRepairs.NONE.and(decision),
                    (before, alone) -> before.and(decision)));
    found.forEach(past::putIfAbsent);
  }

  /** The name of the service whose tasks were last replaced, and when; see {@link Latest}. */
  public Latest latest(String exceptId) {
    return past.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(exceptId))
        .map(entry -> new Latest(entry.getKey(), entry.getValue().lastRollout()))
        .reduce(
            new Latest("", Instant.MIN),
            (one, other) -> one.at().isAfter(other.at()) ? one : other);
  }

  /**
   * Whose tasks were last replaced.
   *
   * @param serviceId empty text for none
   * @param at when
   */
  public record Latest(String serviceId, Instant at) {}

  /** Forgets services that are no more. */
  public void keepOnly(Collection<String> serviceIds) {
    past.keySet().retainAll(serviceIds);
  }

  /** Forgets everything: another instance has acted meanwhile. */
  public void clear() {
    past.clear();
  }
}
