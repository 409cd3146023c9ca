package io.drover.health.decide.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what is wrong, and why, from what was observed. */
public final class Assessor {
  private Assessor() {}

  /** Looks at everything. */
  public static Assessment assess(Facts facts, Limits limits) {
    Map<String, List<TaskFacts>> tasks = new HashMap<>();
    for (TaskFacts task : facts.tasks()) {
      tasks.computeIfAbsent(task.view().serviceId(), id -> new ArrayList<>()).add(task);
    }
    Map<String, String> names =
        facts.nodes().stream()
            .collect(
                Collectors.toMap(
                    node -> node.view().id(), node -> node.view().hostname(), (a, b) -> a));
    NodeAssessor ofNodes = new NodeAssessor(facts, limits);
    ServiceAssessor ofServices =
        new ServiceAssessor(facts, limits, new Occupancy(facts.services(), facts.tasks()), names);
    List<NodeHealth> nodes = facts.nodes().stream().map(ofNodes::assess).toList();
    return new Assessment(
        facts.now(),
        ofNodes.managers(),
        nodes,
        facts.services().stream()
            .map(one -> ofServices.assess(one, tasks.getOrDefault(one.view().id(), List.of())))
            .toList(),
        ofNodes.swarm(),
        nodes.stream()
            .flatMap(node -> NodeAssessor.untold(node).stream())
            .collect(Collectors.toSet()));
  }
}
