package io.drover.health.decide.names;

import io.drover.health.decide.names.Endpoint.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what a node's name server knows of a service with the tasks that the managers tell of.
 * News take a moment to reach all nodes, so only what is so for a while counts. Docker's server
 * looks into one network of its container after the other and answers from the first that knows the
 * name: what it says has to fit one of the networks.
 */
public final class NameRules {
  /** News are given this long; usually they take less than a second. */
  public static final Duration GRACE = Duration.ofSeconds(10);

  private NameRules() {}

  /**
   * What came of it.
   *
   * @param endpoints all of the service
   * @param networks those that the node's agent is in
   * @param down nodes that are down: nobody knows what becomes of their tasks
   * @param said what the node's name server said
   * @param serves whether it knew any name at all when it was asked: then silence means that it
   *     does not know this one
   * @return nothing where it can't be told
   */
  public static Optional<Verdict> compare(
      Collection<Endpoint> endpoints,
      Set<String> networks,
      Set<String> down,
      Said said,
      boolean serves,
      String node,
      Instant now) {
    Set<String> known =
        switch (said) {
          case Said.Knows(Set<String> addresses) -> addresses;
          case Said.Nothing() -> Set.of();
          case Said.Silent() -> Set.of();
        };
    if (!serves && !(said instanceof Said.Knows)) {
      return Optional.empty();
    }
    return networks.stream()
        .filter(network -> endpoints.stream().anyMatch(one -> one.network().equals(network)))
        .sorted()
        .map(
            network ->
                in(
                    endpoints.stream().filter(one -> one.network().equals(network)).toList(),
                    down,
                    known,
                    node,
                    now))
        .min(Comparator.comparing(verdict -> verdict.missing().size() + verdict.stale().size()));
  }

  private static Verdict in(
      List<Endpoint> endpoints, Set<String> down, Set<String> known, String node, Instant now) {
    Set<String> missing = new TreeSet<>();
    Set<String> stale = new TreeSet<>(known);
    for (Endpoint one : endpoints) {
      boolean settled = !one.since().isAfter(now.minus(GRACE));
      boolean away = down.contains(one.nodeId());
      if (one.standing() == Standing.RUNS && settled && !away && !known.contains(one.address())) {
        missing.add(one.address());
      }
      if (one.standing() != Standing.ENDED || !settled || away) {
        stale.remove(one.address());
      }
    }
    return new Verdict(node, now, List.copyOf(missing), List.copyOf(stale));
  }

  /** Whether somebody on this network could be asked for the service. */
  public static boolean isKnownIn(Collection<Endpoint> endpoints, Set<String> networks) {
    return endpoints.stream()
        .anyMatch(one -> one.standing() == Standing.RUNS && networks.contains(one.network()));
  }
}
