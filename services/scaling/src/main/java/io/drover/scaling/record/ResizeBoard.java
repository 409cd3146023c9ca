package io.drover.scaling.record;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The sizes of all governed services' tasks, for the API to read while the loop writes. */
public final class ResizeBoard {
  private final ConcurrentMap<String, ResizeStatus> statuses = new ConcurrentHashMap<>();
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

  /** Replaces what is known of a service. */
  public void put(ResizeStatus status) {
    statuses.put(status.serviceId(), status);
  }

  /** Forgets one service. */
  public void remove(String serviceId) {
    statuses.remove(serviceId);
  }

  /** Forgets services that are no longer governed. */
  public void keepOnly(Collection<String> serviceIds) {
    statuses.keySet().retainAll(serviceIds);
  }

  /** All, by name. */
  public List<ResizeStatus> all() {
    return statuses.values().stream().sorted(Comparator.comparing(ResizeStatus::service)).toList();
  }
}
