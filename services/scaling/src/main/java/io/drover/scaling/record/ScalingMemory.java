package io.drover.scaling.record;

import io.drover.core.decision.Decision;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The memories of all services, by service id, so that a service that is created again under its
 * old name starts afresh.
 */
public final class ScalingMemory {
  private final ConcurrentMap<String, ServiceMemory> memories = new ConcurrentHashMap<>();

  /** What is remembered of a service that has so many replicas now. */
  public ServiceMemory of(String serviceId, int replicas, Instant now) {
    return memories
        .computeIfAbsent(serviceId, id -> ServiceMemory.startingAt(replicas, now))
        .seeing(replicas, now);
  }

  /** Remembers. */
  public void put(String serviceId, ServiceMemory memory) {
    memories.put(serviceId, memory);
  }

  /**
   * Adds what was done before a restart or a take-over.
   *
   * @param decisions of this service, newest first
   */
  public void restore(String serviceId, int replicas, Instant now, List<Decision> decisions) {
    memories.compute(
        serviceId,
        (id, known) ->
            PastSteps.addTo(
                known == null ? ServiceMemory.startingAt(replicas, now) : known, decisions));
  }

  /** Forgets services that are no more. */
  public void keepOnly(Collection<String> serviceIds) {
    memories.keySet().retainAll(serviceIds);
  }

  /** Forgets everything: another replica has acted meanwhile. */
  public void clear() {
    memories.clear();
  }
}
