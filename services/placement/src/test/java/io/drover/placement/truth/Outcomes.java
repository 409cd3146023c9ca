package io.drover.placement.truth;

import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.PlanResult;
import io.drover.placement.decide.plan.PlanResult.Assignment;
import io.drover.placement.decide.plan.PlanService;
import io.drover.placement.decide.plan.Planner;
import io.drover.placement.decide.plan.StandingTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where Swarm takes nodes that are equally good by chance, a plan takes them in order. These are
 * all outcomes that the planner has for services that come one after another, over all orders of
 * nodes.
 */
final class Outcomes {
  private Outcomes() {}

  /** How many tasks of a service have a node. */
  static int placed(PlanResult plan, String service) {
    return (int) plan.assignments().stream().filter(a -> a.service().equals(service)).count();
  }

  /** How many tasks of a service each node has, whichever node it is: most first. */
  static List<Integer> counts(PlanResult plan, String service) {
    Map<String, Integer> counts = new TreeMap<>();
    plan.assignments().stream()
        .filter(a -> a.service().equals(service))
        .forEach(a -> counts.merge(a.node(), 1, Integer::sum));
    return counts.values().stream().sorted(java.util.Comparator.reverseOrder()).toList();
  }

  /** All possible numbers of placed tasks, one for each service in order. */
  static Set<List<Integer>> all(List<PlanNode> nodes, List<PlanService> services) {
    return of(orders(nodes), services);
  }

  /** Those that come of taking equal nodes in this order. */
  static List<Integer> inOrder(List<PlanNode> nodes, List<PlanService> services) {
    return of(List.of(nodes), services).iterator().next();
  }

  private static Set<List<Integer>> of(List<List<PlanNode>> orders, List<PlanService> services) {
    Map<String, List<Assignment>> states = new HashMap<>();
    states.put("", List.of());
    List<PlanService> before = new ArrayList<>();
    for (PlanService service : services) {
      before.add(service);
      Map<String, List<Assignment>> next = new HashMap<>();
      for (List<Assignment> state : states.values()) {
        for (List<PlanNode> order : orders) {
          PlanResult plan = Planner.plan(new PlanInput(order, before, standing(state, services)));
          next.putIfAbsent(key(plan.assignments()), plan.assignments());
        }
      }
      states = next;
    }
    Set<List<Integer>> outcomes = new java.util.HashSet<>();
    for (List<Assignment> state : states.values()) {
      outcomes.add(
          services.stream()
              .map(s -> (int) state.stream().filter(a -> a.service().equals(s.name())).count())
              .toList());
    }
    return outcomes;
  }

  private static String key(List<Assignment> assignments) {
    TreeSet<String> all = new TreeSet<>();
    Map<String, Integer> counts = new HashMap<>();
    assignments.forEach(a -> counts.merge(a.service() + "@" + a.node(), 1, Integer::sum));
    counts.forEach((place, count) -> all.add(place + "=" + count));
    return all.toString();
  }

  private static List<StandingTask> standing(List<Assignment> state, List<PlanService> services) {
    List<StandingTask> standing = new ArrayList<>();
    for (Assignment one : state) {
      PlanService owner =
          services.stream().filter(s -> s.name().equals(one.service())).findFirst().orElseThrow();
      standing.add(
          new StandingTask(
              "",
              one.service(),
              one.task(),
              one.node(),
              owner.reservation(),
              owner.rules().ports(),
              true));
    }
    return standing;
  }

  private static List<List<PlanNode>> orders(List<PlanNode> nodes) {
    if (nodes.isEmpty()) {
      return List.of(List.of());
    }
    List<List<PlanNode>> all = new ArrayList<>();
    for (PlanNode first : nodes) {
      List<PlanNode> rest = nodes.stream().filter(node -> node != first).toList();
      for (List<PlanNode> order : orders(rest)) {
        List<PlanNode> one = new ArrayList<>(List.of(first));
        one.addAll(order);
        all.add(one);
      }
    }
    return all;
  }
}
