package io.drover.placement.decide.capacity;

import io.drover.core.decision.Reason;
import io.drover.placement.decide.plan.Budget;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.StandingTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What there is, what is promised of it and what is used. Sums over services count the tasks that
 * they are to have; what is said of a node counts those that are on it.
 *
 * @param nodes by name
 * @param services by name
 * @param stacks sums by stack; empty text is no stack
 * @param tiers sums by tier; empty text is no tier
 * @param total the sum of all
 * @param networks the overlay networks by name
 * @param findings what should be looked at
 */
public record Capacity(
    List<NodeCapacity> nodes,
    List<SizedService> services,
    Map<String, Totals> stacks,
    Map<String, Totals> tiers,
    Totals total,
    List<NetworkUse> networks,
    List<Reason> findings) {

  /** The node label by which a node belongs to a tier. */
  public static final String TIER_LABEL = "tier";

  /** Counts. */
  public static Capacity of(CapacityInput input) {
    Map<String, SizedService> byName =
        input.services().stream()
            .collect(Collectors.toMap(SizedService::name, Function.identity()));
    List<NodeCapacity> nodes =
        input.cluster().nodes().stream().map(node -> node(node, input, byName)).toList();
    Totals total = Totals.NONE;
    for (SizedService service : input.services()) {
      total = total.and(service, service.tasks());
    }
    return new Capacity(
        nodes,
        input.services(),
        sums(input.services(), SizedService::stack),
        sums(input.services(), SizedService::tier),
        total,
        input.networks(),
        findings(nodes, total, input.networks()));
  }

  private static Map<String, Totals> sums(
      List<SizedService> services, Function<SizedService, String> group) {
    Map<String, Totals> sums = new TreeMap<>();
    for (SizedService service : services) {
      Totals before = sums.getOrDefault(group.apply(service), Totals.NONE);
      sums.put(group.apply(service), before.and(service, service.tasks()));
    }
    return sums;
  }

  private static NodeCapacity node(
      PlanNode node, CapacityInput input, Map<String, SizedService> services) {
    Totals held = Totals.NONE;
    for (StandingTask task : input.cluster().standing()) {
      if (!task.node().equals(node.name())) {
        continue;
      }
      SizedService owner = services.get(task.service());
      if (owner == null || !task.wanted()) {
        held =
            new Totals(
                held.tasks(),
                Totals.plus(held.reserved(), task.takes(), 1),
                held.limits(),
                held.unlimited());
      } else {
        // What it reserves is what it was placed with, which its service may have changed since.
        held = held.and(new SizedService(owner.name(), "", "", 1, task.takes(), owner.limits()), 1);
      }
    }
    return new NodeCapacity(
        node,
        node.facts().labels().getOrDefault(TIER_LABEL, ""),
        held,
        input.used().getOrDefault(node.name(), NodeUsed.unknown("no agent on the node answered")));
  }

  private static List<Reason> findings(
      List<NodeCapacity> nodes, Totals total, List<NetworkUse> networks) {
    List<Reason> findings = new ArrayList<>();
    for (NodeCapacity node : nodes) {
      overdrawn(node, findings);
    }
    for (NetworkUse network : networks) {
      if (network.isNearlyFull()) {
        findings.add(
            new Reason(
                network.free() == 0 ? "NetworkFull" : "NetworkNearlyFull",
                "the network %s has %d of %d addresses left: tasks beyond that stay in the state new%s"
                    .formatted(
                        network.name(),
                        network.free(),
                        network.size(),
                        network.waiting() > 0 ? ", as %d do now".formatted(network.waiting()) : ""),
                Map.of("free", "" + network.free(), "size", "" + network.size())));
      }
    }
    Totals.Unlimited without = total.unlimited();
    if (without.memory() > 0) {
      findings.add(
          Reason.of(
              "NoMemoryLimit",
              "%d of %d tasks have no memory limit: each of them can take all that its node has"
                  .formatted(without.memory(), total.tasks())));
    }
    return findings;
  }

  private static void overdrawn(NodeCapacity node, List<Reason> findings) {
    NodeCapacity.Left left = node.left();
    List<String> over = new ArrayList<>();
    if (left.cpu() < 0) {
      over.add("cpu");
    }
    if (left.memory() < 0) {
      over.add("memory");
    }
    if (left.iops() < 0 && !node.node().untold().contains(Budget.IOPS)) {
      over.add("storage operations");
    }
    if (left.bandwidth() < 0 && !node.node().untold().contains(Budget.BANDWIDTH)) {
      over.add("bandwidth");
    }
    if (!over.isEmpty()) {
      findings.add(
          Reason.of(
              "NodeOverdrawn",
              "more is reserved on %s than it has: %s"
                  .formatted(node.node().name(), String.join(", ", over))));
    }
    long limited = node.held().limits().memory().orElseThrow().value();
    if (limited > node.node().offers().memory().value()) {
      findings.add(
          Reason.of(
              "MemoryOvercommitted",
              "the memory limits on %s add up to %s, more than its %s: should all tasks need theirs, the kernel ends some"
                  .formatted(
                      node.node().name(),
                      node.held().limits().memory().orElseThrow(),
                      node.node().offers().memory())));
    }
  }
}
