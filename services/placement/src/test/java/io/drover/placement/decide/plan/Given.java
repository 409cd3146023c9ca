package io.drover.placement.decide.plan;

import io.drover.core.model.Quantity;
import io.drover.core.placement.Constraint;
import io.drover.placement.decide.plan.PlanService.Count;
import io.drover.placement.decide.plan.PlanService.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Nodes and services in a few words. */
final class Given {
  private final List<PlanNode> nodes = new ArrayList<>();
  private final List<PlanService> services = new ArrayList<>();
  private final List<StandingTask> standing = new ArrayList<>();

  /** {@code amounts("2", "1Gi")}: CPU and memory. */
  static Amounts amounts(String cpu, String memory) {
    return Amounts.of(Quantity.parse(cpu).toCpu(), Quantity.parse(memory).toBytes());
  }

  /** {@code labels("tier=database", "zone=a")}. */
  static Map<String, String> labels(String... pairs) {
    Map<String, String> labels = new HashMap<>();
    for (String pair : pairs) {
      String[] sides = pair.split("=", 2);
      labels.put(sides[0], sides[1]);
    }
    return labels;
  }

  static Rules constrained(String... constraints) {
    return Rules.NONE.with(Arrays.stream(constraints).map(Constraint::parse).toList());
  }

  static Rules spread(String... descriptors) {
    return new Rules(List.of(), List.of(descriptors), 0, Set.of(), List.of(), List.of());
  }

  Given node(String name, String cpu, String memory, String... labels) {
    return node(PlanNode.of(name, amounts(cpu, memory), labels(labels)));
  }

  Given node(PlanNode node) {
    nodes.add(node);
    return this;
  }

  Given service(String name, int replicas, String cpu, String memory) {
    return service(PlanService.of(name, replicas, amounts(cpu, memory)));
  }

  Given service(String name, int replicas, String cpu, String memory, Rules rules) {
    return service(PlanService.of(name, replicas, amounts(cpu, memory)).under(rules));
  }

  Given global(String name, String cpu, String memory, Rules rules) {
    return service(
        PlanService.of(name, 0, amounts(cpu, memory)).counting(new Count.Global()).under(rules));
  }

  Given service(PlanService service) {
    services.add(service);
    return this;
  }

  /** Tasks of a service in slots 1 and up, on these nodes. */
  Given standing(String service, String cpu, String memory, String... on) {
    for (int slot = 1; slot <= on.length; slot++) {
      standing.add(StandingTask.of(service, slot, on[slot - 1], amounts(cpu, memory)));
    }
    return this;
  }

  Given standing(StandingTask task) {
    standing.add(task);
    return this;
  }

  PlanInput input() {
    return new PlanInput(nodes, services, standing);
  }

  PlanResult plan() {
    return Planner.plan(input());
  }

  /** How many tasks of a service each node has; nodes without any are left out. */
  static Map<String, Integer> counts(PlanResult plan, String service) {
    Map<String, Integer> counts = new TreeMap<>();
    plan.assignments().stream()
        .filter(assignment -> assignment.service().equals(service))
        .forEach(assignment -> counts.merge(assignment.node(), 1, Integer::sum));
    return counts;
  }

  /** Why tasks of a service have no node; empty text when all have one. */
  static String reason(PlanResult plan, String service) {
    return plan.unplaced().stream()
        .filter(unplaced -> unplaced.service().equals(service))
        .map(unplaced -> unplaced.count() + ": " + unplaced.reason())
        .findFirst()
        .orElse("");
  }
}
