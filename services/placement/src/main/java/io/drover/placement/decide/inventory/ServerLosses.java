package io.drover.placement.decide.inventory;

import io.drover.core.decision.Reason;
import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.PlanResult.Unplaced;
import io.drover.placement.decide.plan.Planner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the Swarm loses when all nodes of a physical server are gone at once. */
final class ServerLosses {
  private static final String MANAGER = "manager";
  private static final String DOWN = "down";

  private final PlanInput cluster;
  private final Map<String, Integer> homelessAlready = new HashMap<>();

  ServerLosses(PlanInput cluster) {
    this.cluster = cluster;
    Planner.plan(cluster)
        .unplaced()
        .forEach(one -> homelessAlready.merge(one.service(), one.count(), Integer::sum));
  }

  /** Tasks that have a node now and would have none then. */
  List<Unplaced> homeless(Collection<String> nodes) {
    if (nodes.isEmpty()) {
      return List.of();
    }
    List<Unplaced> more = new ArrayList<>();
    for (Unplaced one : Planner.plan(cluster.without(nodes)).unplaced()) {
      int added = one.count() - homelessAlready.getOrDefault(one.service(), 0);
      if (added > 0) {
        more.add(new Unplaced(one.service(), added, one.refusals()));
      }
    }
    return more;
  }

  /** Whether more than half of all managers would be left; without one nothing changes any more. */
  boolean keepsQuorum(Collection<String> nodes) {
    List<PlanNode> managers =
        cluster.nodes().stream().filter(node -> node.facts().role().equals(MANAGER)).toList();
    long left =
        managers.stream()
            .filter(node -> !node.unavailable().equals(DOWN) && !nodes.contains(node.name()))
            .count();
    return nodes.isEmpty() || managers.isEmpty() || left * 2 > managers.size();
  }

  /** In plain words, for a server or whatever else dies at once. */
  List<Reason> findings(String what, Collection<String> nodes) {
    List<Reason> findings = new ArrayList<>();
    if (!keepsQuorum(nodes)) {
      findings.add(
          Reason.of(
              "QuorumLost",
              "without %s not enough managers are left: the Swarm could not replace a single task"
                  .formatted(what)));
    }
    List<Unplaced> homeless = homeless(nodes);
    if (!homeless.isEmpty()) {
      findings.add(
          Reason.of(
              "DoesNotFit",
              "without %s there would be no node for %s"
                  .formatted(
                      what,
                      homeless.stream()
                          .map(
                              one ->
                                  "%d of %s (%s)"
                                      .formatted(one.count(), one.service(), one.reason()))
                          .collect(Collectors.joining("; ")))));
    }
    return findings;
  }
}
