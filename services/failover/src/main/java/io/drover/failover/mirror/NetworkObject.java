package io.drover.failover.mirror;

import io.drover.engine.RawJson;
import java.util.List;

/**
 * A network of a Swarm.
 *
 * @param id its id at its site
 * @param name its name
 * @param stack the stack that it belongs to, or empty text
 * @param driver its driver
 * @param isIngress whether it is Swarm's own for published ports
 * @param settings what it is, without ids and address ranges
 * @param subnets its address ranges
 * @param range who chose them
 * @param json as the engine sent it
 */
public record NetworkObject(
    String id,
    String name,
    String stack,
    String driver,
    boolean isIngress,
    Content settings,
    List<Subnet> subnets,
    Range range,
    RawJson json) {
  public NetworkObject {
    subnets = List.copyOf(subnets);
  }

  /** Whose choice a network's address range is. */
  public enum Range {
    /** Whoever made the network asked for it. */
    DECLARED,
    /** Swarm took the next one that was free. */
    CHOSEN_BY_SWARM,
    /** No task tells; it is kept where it is free. */
    UNKNOWN
  }
}
