package io.drover.health.decide.names;

import java.time.Instant;
import java.util.List;

/**
 * What comparing a node's names with the tasks of a service came to.
 *
 * @param node the node's name
 * @param at when it was compared
 * @param missing addresses of tasks that run, which the node does not know
 * @param stale addresses that it knows, which no task has
 */
public record Verdict(String node, Instant at, List<String> missing, List<String> stale) {
  public Verdict {
    missing = List.copyOf(missing);
    stale = List.copyOf(stale);
  }

  /** Whether the node and the managers agree. */
  public boolean agrees() {
    return missing.isEmpty() && stale.isEmpty();
  }
}
