package io.drover.placement.decide.capacity;

import io.drover.placement.decide.plan.PlanInput;
import java.util.List;
import java.util.Map;

/**
 * All that a report of capacity is made of.
 *
 * @param cluster nodes and the tasks that stand on them
 * @param services the services
 * @param used by node name; a node that nobody asked is absent
 * @param networks the overlay networks
 */
public record CapacityInput(
    PlanInput cluster,
    List<SizedService> services,
    Map<String, NodeUsed> used,
    List<NetworkUse> networks) {
  public CapacityInput {
    services = List.copyOf(services);
    used = Map.copyOf(used);
    networks = List.copyOf(networks);
  }
}
