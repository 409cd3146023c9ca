package io.drover.placement.decide.inventory;

import io.drover.core.decision.Reason;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.manifests.Inventory;
import io.drover.manifests.Inventory.Machine;
import io.drover.manifests.Inventory.Server;
import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Whether inventory and Swarm speak of the same nodes. */
final class NodeMatches {
  private NodeMatches() {}

  static List<Reason> findings(Inventory inventory, PlanInput cluster) {
    List<Reason> findings = new ArrayList<>();
    for (PlanNode node : cluster.nodes()) {
      if (inventory.serverOf(node.facts().hostname()).isEmpty()) {
        findings.add(
            Reason.of(
                "NodeNotInInventory",
                "the inventory does not say where the node %s is".formatted(node.name())));
      }
    }
    for (Server server : inventory.servers()) {
      compare(server.node(), server.cores(), server.threads(), server.memory(), cluster, findings);
      for (Machine machine : server.machines()) {
        compare(
            machine.node(), machine.cores(), machine.cores(), machine.memory(), cluster, findings);
      }
    }
    return findings;
  }

  /** A kernel keeps some memory for itself; it never has more than there is. */
  private static void compare(
      String hostname,
      int fewest,
      int most,
      Bytes memory,
      PlanInput cluster,
      List<Reason> findings) {
    if (hostname.isEmpty()) {
      return;
    }
    List<PlanNode> found =
        cluster.nodes().stream().filter(node -> node.facts().hostname().equals(hostname)).toList();
    if (found.isEmpty()) {
      findings.add(
          Reason.of(
              "NotInSwarm",
              "the inventory names a node %s, the Swarm does not".formatted(hostname)));
    }
    for (PlanNode node : found) {
      Cpu cpu = node.offers().cpu();
      boolean cores =
          cpu.compareTo(Cpu.ofCores(BigDecimal.valueOf(fewest))) >= 0
              && cpu.compareTo(Cpu.ofCores(BigDecimal.valueOf(most))) <= 0;
      if (!cores || node.offers().memory().compareTo(memory) > 0) {
        findings.add(
            Reason.of(
                "NodeDiffers",
                "the node %s has %s cores and %s by its engine, %s and %s by the inventory"
                    .formatted(
                        node.name(),
                        cpu,
                        node.offers().memory(),
                        fewest == most ? "" + most : fewest + " to " + most,
                        memory)));
      }
    }
  }
}
