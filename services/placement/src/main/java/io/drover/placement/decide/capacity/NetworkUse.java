package io.drover.placement.decide.capacity;

import java.util.List;

/**
 * An overlay network's addresses.
 *
 * @param id its id
 * @param name its name
 * @param subnets its IPv4 subnets
 * @param tasks addresses of tasks
 * @param services virtual addresses of services
 * @param nodes addresses of the nodes' load balancers, one for each node with a task on it
 * @param waiting tasks that wait for an address, or for something else before a node is looked for
 */
public record NetworkUse(
    String id, String name, List<Subnet> subnets, int tasks, int services, int nodes, int waiting) {
  /** Below this part of all addresses the next rollout may not find enough. */
  private static final int NEARLY_FULL_PERCENT = 10;

  public NetworkUse {
    subnets = List.copyOf(subnets);
  }

  /** Addresses that tasks, services and nodes can have: all but the subnets' own and gateways. */
  public long size() {
    return subnets.stream().mapToLong(Subnet::usable).sum();
  }

  /** Addresses that are taken. */
  public long used() {
    return (long) tasks + services + nodes;
  }

  /** Addresses that are left. */
  public long free() {
    return Math.max(0, size() - used());
  }

  /** Whether it has so few left that something should be done. */
  public boolean isNearlyFull() {
    return !subnets.isEmpty() && free() * 100 <= size() * NEARLY_FULL_PERCENT;
  }
}
