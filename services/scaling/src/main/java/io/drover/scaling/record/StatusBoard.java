package io.drover.scaling.record;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;

/** The present status of all governed services, for the API to read while the loop writes. */
public final class StatusBoard {
  private final ConcurrentMap<String, ServiceStatus> statuses = new ConcurrentHashMap<>();
  private Set<String> kept = Set.of();
  private final ConcurrentMap<String, Long> changes = new ConcurrentHashMap<>();
  private volatile String reasonForNone = "nothing was looked at yet";

  /** From now on this instance decides, and the board is kept. */
  public void lead() {
    reasonForNone = "";
  }

  /** Another instance decides: what was known is no more. */
  public void standBy(String reason) {
    reasonForNone = reason;
    statuses.clear();
    changes.clear();
  }

  /** Why nothing is known here; empty text where the board is kept. */
  public String reasonForNone() {
    return reasonForNone;
  }

  /**
   * Replaces what is known of a service. One that is not governed any more stays forgotten: a slow
   * decision may come to its end after its service, and another of that name may be there already.
   */
  public synchronized void put(ServiceStatus status) {
    if (kept.contains(status.serviceId())) {
      statuses.put(status.serviceId(), status);
      changes.merge(status.serviceId(), changesOf(status.last()), Long::sum);
    }
  }

  /** Forgets a service. */
  public void remove(String serviceId) {
    statuses.remove(serviceId);
    changes.remove(serviceId);
  }

  /** Forgets services that are no longer governed. */
  public synchronized void keepOnly(Collection<String> serviceIds) {
    kept = Set.copyOf(serviceIds);
    statuses.keySet().retainAll(serviceIds);
    changes.keySet().retainAll(serviceIds);
  }

  /** How often a service's replica count was changed since this instance leads. */
  public long changes(String serviceId) {
    return changes.getOrDefault(serviceId, 0L);
  }

  private static long changesOf(Decision decision) {
    int done = Math.min(decision.results().size(), decision.plan().steps().size());
    return IntStream.range(0, done)
        .filter(i -> decision.results().get(i) instanceof Outcome.Applied)
        .filter(i -> decision.plan().steps().get(i).action() instanceof SetReplicas)
        .count();
  }

  /** All, by name. */
  public List<ServiceStatus> all() {
    return ServiceStatus.byName(statuses.values());
  }

  /** The service of this name. */
  public Optional<ServiceStatus> named(String service) {
    return statuses.values().stream()
        .filter(status -> status.service().equals(service))
        .findFirst();
  }
}
