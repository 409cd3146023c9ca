package io.drover.placement.record.limits;

import io.drover.core.decision.Decision;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the loop last decided for each service, for the API to read; empty on a stand-by. */
public final class LimitsBoard {
  private final Map<String, Decision> decisions = new ConcurrentHashMap<>();

  /** Replaces what is known of a service. */
  public void put(Decision decision) {
    decisions.put(decision.serviceId(), decision);
  }

  /** What was last decided for a service, if this instance decides. */
  public Optional<Decision> of(String serviceId) {
    return Optional.ofNullable(decisions.get(serviceId));
  }

  /** Forgets services that are no longer governed. */
  public void keepOnly(Collection<String> serviceIds) {
    decisions.keySet().retainAll(serviceIds);
  }
}
