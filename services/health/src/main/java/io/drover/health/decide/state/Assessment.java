package io.drover.health.decide.state;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one round came to.
 *
 * @param at when it was observed
 * @param managers votes of the managers
 * @param nodes all nodes
 * @param services all services
 * @param swarm what is wrong with the Swarm as a whole
 * @param untold what could not be looked at in this round: that it is not among the findings tells
 *     nothing
 */
public record Assessment(
    Instant at,
    Managers managers,
    List<NodeHealth> nodes,
    List<ServiceHealth> services,
    List<Finding> swarm,
    Set<Finding.Key> untold) {

  /**
   * The managers' votes.
   *
   * @param total managers that there are
   * @param reachable those that can vote
   */
  public record Managers(int total, int reachable) {
    /** Votes that a change needs. */
    public int needed() {
      return total / 2 + 1;
    }

    /** How many more may fail; negative where there are too few already. */
    public int mayFail() {
      return reachable - needed();
    }
  }

  public Assessment {
    nodes = List.copyOf(nodes);
    services = List.copyOf(services);
    swarm = List.copyOf(swarm);
    untold = Set.copyOf(untold);
  }

  /** All that is wrong. */
  public List<Finding> findings() {
    return Stream.of(
            swarm.stream(),
            nodes.stream().flatMap(node -> node.findings().stream()),
            services.stream().flatMap(service -> service.findings().stream()))
        .flatMap(all -> all)
        .toList();
  }
}
