package io.drover.placement.decide.inventory;

import io.drover.core.model.Bytes;
import io.drover.manifests.Inventory.Server;
import io.drover.placement.decide.plan.PlanResult.Unplaced;
import java.util.List;

/**
 * A physical server, and what its death would do.
 *
 * @param server as the inventory has it
 * @param cores processors of its machines together
 * @param memory memory of its machines together
 * @param nodes names of the Swarm nodes on it
 * @param homeless tasks that would have no node any more
 * @param quorum whether the managers that are left could still decide
 */
public record ServerReport(
    Server server,
    long cores,
    Bytes memory,
    List<String> nodes,
    List<Unplaced> homeless,
    boolean quorum) {
  public ServerReport {
    nodes = List.copyOf(nodes);
    homeless = List.copyOf(homeless);
  }

  /** Whether the Swarm goes on without it as it is. */
  public boolean survivable() {
    return quorum && homeless.isEmpty();
  }
}
