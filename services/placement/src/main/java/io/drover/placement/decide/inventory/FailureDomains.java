package io.drover.placement.decide.inventory;

import io.drover.core.decision.Reason;
import io.drover.manifests.Inventory;
import io.drover.manifests.Inventory.Server;
import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.StandingTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether the replicas of a service can die together. Swarm spreads them over nodes; two nodes on
 * one server, or two servers on one power feed, are no two places.
 */
final class FailureDomains {
  private FailureDomains() {}

  static List<Reason> findings(Inventory inventory, PlanInput cluster, ServerLosses losses) {
    List<Reason> findings = new ArrayList<>();
    Map<String, Set<String>> lostWith = lostWith(inventory);
    for (var service : serversOf(inventory, cluster).entrySet()) {
      Set<String> servers = service.getValue();
      if (servers.size() == 1) {
        findings.add(
            Reason.of(
                "OneServer",
                "all tasks of %s are on the server %s"
                    .formatted(service.getKey(), servers.iterator().next())));
        continue;
      }
      lostWith.forEach(
          (feed, dark) -> {
            if (dark.containsAll(servers)) {
              findings.add(
                  Reason.of(
                      "OneFeed",
                      "all tasks of %s are on the power feed %s (%s)"
                          .formatted(service.getKey(), feed, String.join(", ", servers))));
            }
          });
    }
    lostWith.forEach(
        (feed, dark) -> {
          // The loss of one server alone was looked at already.
          if (dark.size() > 1) {
            findings.addAll(
                losses.findings("the power feed " + feed, nodesOn(dark, inventory, cluster)));
          }
        });
    return findings;
  }

  /** For each power feed the servers that live on it alone. */
  private static Map<String, Set<String>> lostWith(Inventory inventory) {
    Map<String, Set<String>> lost = new TreeMap<>();
    for (Server server : inventory.servers()) {
      if (Set.copyOf(server.power()).size() == 1) {
        lost.computeIfAbsent(server.power().getFirst(), feed -> new TreeSet<>()).add(server.name());
      }
    }
    return lost;
  }

  private static Set<String> nodesOn(Set<String> servers, Inventory inventory, PlanInput cluster) {
    return inventory.servers().stream()
        .filter(server -> servers.contains(server.name()))
        .flatMap(server -> InventoryReport.nodesOn(server, cluster).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The servers that the tasks of each service are on; of services with one task, and of those with
   * a task on a node that the inventory doesn't know, nothing is said.
   */
  private static Map<String, Set<String>> serversOf(Inventory inventory, PlanInput cluster) {
    Map<String, String> byNode = new HashMap<>();
    for (PlanNode node : cluster.nodes()) {
      Optional<Server> server = inventory.serverOf(node.facts().hostname());
      server.ifPresent(one -> byNode.put(node.name(), one.name()));
    }
    Map<String, Set<String>> servers = new TreeMap<>();
    Map<String, Integer> tasks = new HashMap<>();
    Set<String> uncertain = new TreeSet<>();
    for (StandingTask task : cluster.standing()) {
      if (!task.wanted() || task.service().isEmpty()) {
        continue;
      }
      tasks.merge(task.service(), 1, Integer::sum);
      String server = byNode.get(task.node());
      if (server == null) {
        uncertain.add(task.service());
      } else {
        servers.computeIfAbsent(task.service(), service -> new TreeSet<>()).add(server);
      }
    }
    servers.keySet().removeIf(one -> tasks.get(one) < 2 || uncertain.contains(one));
    return servers;
  }
}
