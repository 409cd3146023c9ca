package io.drover.health.route.record;

import io.drover.health.route.observe.RouteRound;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Routes as they are now, for the API to read while the loop writes. */
public final class RouteBoard {
  private final ConcurrentMap<String, BalancerStatus> balancers = new ConcurrentHashMap<>();
  private volatile List<RouteRound> last = List.of();
  private volatile String reasonForNone = "nothing was looked at yet";

  /** This instance acts, and saw this. */
  public void lead(RouteRound round) {
    last = List.of(round);
    reasonForNone = "";
  }

  /** Another instance acts: what was known is no more. */
  public void standBy(String reason) {
    reasonForNone = reason;
    last = List.of();
    balancers.clear();
  }

  /** Why nothing is known here; empty text where it is. */
  public String reasonForNone() {
    return reasonForNone;
  }

  /** The last round that was seen. */
  public Optional<RouteRound> last() {
    return last.stream().findFirst();
  }

  /** Replaces what is known of a balancer. */
  public void put(BalancerStatus status) {
    balancers.put(status.name(), status);
  }

  /** A balancer could not be read. */
  public void failed(String name, Instant now, String why) {
    balancers.merge(
        name,
        new BalancerStatus(name, now, why, Map.of(), Map.of()),
        (before, none) -> before.failed(now, why));
  }

  /** Forgets balancers that are gone. */
  public void keepOnly(Collection<String> names) {
    balancers.keySet().retainAll(names);
  }

  /** All balancers, by name. */
  public List<BalancerStatus> balancers() {
    return balancers.values().stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
  }
}
