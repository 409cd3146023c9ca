package io.drover.health.decide.state;

import io.drover.health.decide.names.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        Stream.concat(
                nodes.stream().flatMap(node -> NodeAssessor.untold(node).stream()), unnamed(facts))
            .collect(Collectors.toSet()));
  }

  /** Services that some node was not asked for: that nothing is found tells nothing. */
  private static Stream<Finding.Key> unnamed(Facts facts) {
    Set<String> expected =
        facts.nodes().stream()
            .filter(NodeFacts::hasAgent)
            .map(node -> node.view().hostname())
            .collect(Collectors.toSet());
    return facts.services().stream()
        .map(service -> service.view().id())
        .filter(
            id -> !facts.names().containsKey(id) || !isCompared(facts.names().get(id), expected))
        .map(id -> new Finding.Key(Kind.NAMES_DISAGREE, Subject.Type.SERVICE, id));
  }

  private static boolean isCompared(List<Verdict> verdicts, Set<String> expected) {
    return verdicts.isEmpty()
        || verdicts.stream().map(Verdict::node).collect(Collectors.toSet()).containsAll(expected);
  }
}
