package io.drover.placement.decide.inventory;

import io.drover.core.decision.Reason;
import io.drover.core.model.Bytes;
import io.drover.manifests.Inventory;
import io.drover.manifests.Inventory.Machine;
import io.drover.manifests.Inventory.Server;
import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The inventory held against the Swarm as it is: what its servers can really give, and what
 * survives the death of one.
 *
 * @param servers in the order of the inventory
 * @param findings what should be looked at, the worst first within a subject
 */
public record InventoryReport(List<ServerReport> servers, List<Reason> findings) {
  public InventoryReport {
    servers = List.copyOf(servers);
    findings = List.copyOf(findings);
  }

  /** Checks. */
  public static InventoryReport of(Inventory inventory, PlanInput cluster) {
    ServerLosses losses = new ServerLosses(cluster);
    List<ServerReport> servers = new ArrayList<>();
    List<Reason> findings = new ArrayList<>();
    for (Server server : inventory.servers()) {
      List<String> nodes = nodesOn(server, cluster);
      ServerReport report =
          new ServerReport(
              server,
              server.machines().stream().mapToLong(Machine::cores).sum(),
              server.machines().stream().map(Machine::memory).reduce(Bytes.ZERO, Bytes::plus),
              nodes,
              losses.homeless(nodes),
              losses.keepsQuorum(nodes));
      servers.add(report);
      findings.addAll(Overcommitment.of(report));
      findings.addAll(losses.findings(server.name(), nodes));
    }
    findings.addAll(FailureDomains.findings(inventory, cluster, losses));
    findings.addAll(NodeMatches.findings(inventory, cluster));
    return new InventoryReport(servers, findings);
  }

  /** The names of the Swarm's nodes on a server. */
  static List<String> nodesOn(Server server, PlanInput cluster) {
    return cluster.nodes().stream().filter(node -> isOn(node, server)).map(PlanNode::name).toList();
  }

  private static boolean isOn(PlanNode node, Server server) {
    String hostname = node.facts().hostname();
    return !hostname.isEmpty()
        && (server.node().equals(hostname)
            || server.machines().stream().anyMatch(machine -> machine.node().equals(hostname)));
  }
}
