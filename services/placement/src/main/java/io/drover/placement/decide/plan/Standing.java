package io.drover.placement.decide.plan;

import io.drover.placement.decide.plan.PlanService.Count;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The standing tasks of an input, by service, less those that Swarm would end. */
final class Standing {
  private final Map<String, List<StandingTask>> stay = new HashMap<>();
  private final List<StandingTask> others = new ArrayList<>();

  /** Only tasks on nodes of the input count. */
  Standing(PlanInput input) {
    Set<String> nodes = new LinkedHashSet<>();
    input.nodes().forEach(node -> nodes.add(node.name()));
    Map<String, List<StandingTask>> all = new HashMap<>();
    input.services().forEach(service -> all.put(service.name(), new ArrayList<>()));
    for (StandingTask task : input.standing()) {
      if (nodes.contains(task.node())) {
        List<StandingTask> ofService = all.get(task.service());
        (ofService == null || !task.wanted() ? others : ofService).add(task);
      }
    }
    for (PlanService service : input.services()) {
      stay.put(service.name(), stay(service, all.get(service.name())));
    }
  }

  /** Tasks of a service that stay. */
  List<StandingTask> of(PlanService service) {
    return stay.get(service.name());
  }

  /** Tasks that only take up room. */
  List<StandingTask> others() {
    return others;
  }

  /**
   * Where there are more than the service is to have, swarmkit ends the later copies on the nodes
   * that have most of them.
   */
  private static List<StandingTask> stay(PlanService service, List<StandingTask> tasks) {
    if (!(service.count() instanceof Count.Replicated(int replicas))) {
      return tasks;
    }
    Map<Integer, List<StandingTask>> slots = new LinkedHashMap<>();
    tasks.forEach(task -> slots.computeIfAbsent(task.slot(), s -> new ArrayList<>()).add(task));
    if (slots.size() <= replicas) {
      return tasks;
    }
    Map<String, Integer> copies = new HashMap<>();
    Map<Integer, Integer> copy = new HashMap<>();
    slots.forEach(
        (slot, inSlot) -> copy.put(slot, copies.merge(inSlot.getFirst().node(), 1, Integer::sum)));
    return slots.keySet().stream()
        .sorted(Comparator.comparing(copy::get))
        .limit(replicas)
        .flatMap(slot -> slots.get(slot).stream())
        .toList();
  }
}
