package io.drover.scaling.record;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The present status of all governed services, for the API to read while the loop writes. */
public final class StatusBoard {
  private final ConcurrentMap<String, ServiceStatus> statuses = new ConcurrentHashMap<>();
  private Set<String> kept = Set.of();
  private volatile String reasonForNone = "nothing was looked at yet";

  /** From now on this instance decides, and the board is kept. */
  public void lead() {
    reasonForNone = "";
  }

  /** Another instance decides: what was known is no more. */
  public void standBy(String reason) {
    reasonForNone = reason;
    statuses.clear();
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
    }
  }

  /** Forgets a service. */
  public void remove(String serviceId) {
    statuses.remove(serviceId);
  }

  /** Forgets services that are no longer governed. */
  public synchronized void keepOnly(Collection<String> serviceIds) {
    kept = Set.copyOf(serviceIds);
    statuses.keySet().retainAll(serviceIds);
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
