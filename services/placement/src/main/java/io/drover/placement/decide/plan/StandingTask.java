package io.drover.placement.decide.plan;

import java.util.Objects;
import java.util.Set;

/**
 * A task that is on a node already, and stays there while the node does: Swarm moves nothing.
 *
 * @param id the task's id; empty text when there is none
 * @param service the name of its service; one that is not in the plan only takes up room
 * @param slot its slot of a replicated service; two tasks in one slot count once
 * @param node the name of its node
 * @param takes what it takes there, which a later change of its service doesn't alter
 * @param ports ports that it publishes on its node
 * @param wanted whether it is meant to stay; one that is being ended only takes up room
 */
public record StandingTask(
    String id,
    String service,
    int slot,
    String node,
    Amounts takes,
    Set<HostPort> ports,
    boolean wanted) {
  public StandingTask {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(takes, "takes");
    ports = Set.copyOf(ports);
  }

  /** A task that is meant to stay and publishes no port on its node. */
  public static StandingTask of(String service, int slot, String node, Amounts takes) {
    return new StandingTask("", service, slot, node, takes, Set.of(), true);
  }
}
