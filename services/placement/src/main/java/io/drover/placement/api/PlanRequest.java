package io.drover.placement.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.PlanService;
import io.drover.placement.decide.plan.PlanService.Count;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The body of {@code POST /v1/placement/plan}, whose format the design document fixes; what it
 * doesn't name is added here and can be left out.
 *
 * @param input nodes and services, as they are to be planned
 * @param without names of nodes that were taken out
 * @param addNode what a node to be added is like; empty list when none is looked for
 * @param fewestNodes whether to say how few nodes would do
 */
record PlanRequest(
    PlanInput input, List<String> without, List<PlanNode> addNode, boolean fewestNodes) {
  /** A plan is answered while somebody waits for it, from a heap of some tens of megabytes. */
  static final int MOST_TASKS = 20_000;

  static final int MOST_NODES = 2_000;
  private static final long MOST_PAIRS = 2_000_000;

  /** Reads a request; every mistake goes into {@code problems}. */
  static PlanRequest read(JsonNode document, List<String> problems) {
    StrictFields request =
        StrictFields.of(
            document, problems, "nodes", "services", "without", "scale", "addNode", "fewestNodes");
    request.require("nodes", "an array of nodes");
    request.require("services", "an array of services");
    List<PlanNode> nodes = new ArrayList<>();
    for (StrictFields node : request.objects("nodes", NodeFields.KNOWN)) {
      nodes.add(NodeFields.read(node));
    }
    if (nodes.size() > MOST_NODES) {
      request.problem(
          "nodes", "expected at most %d nodes, not %d".formatted(MOST_NODES, nodes.size()));
    }
    List<PlanService> services = new ArrayList<>();
    for (StrictFields service : request.objects("services", ServiceFields.KNOWN)) {
      services.add(ServiceFields.read(service));
    }
    Map<String, Long> scale = request.numberMap("scale", MOST_TASKS);
    List<String> without = request.texts("without", "the name of a node", text -> text);
    List<PlanNode> added =
        request.has("addNode")
            ? List.of(NodeFields.addition(request.object("addNode", NodeFields.ADDITION), nodes))
            : List.of();
    boolean fewest = request.flag("fewestNodes");
    checkNames(request, nodes, services, without, scale);
    if (!problems.isEmpty()) {
      return new PlanRequest(
          new PlanInput(List.of(), List.of(), List.of()), List.of(), List.of(), false);
    }
    PlanInput input =
        new PlanInput(nodes, services, List.of())
            .without(without)
            .scaled(
                scale.entrySet().stream()
                    .collect(
                        Collectors.toMap(Map.Entry::getKey, one -> one.getValue().intValue())));
    checkTasks(input, problems);
    return new PlanRequest(input, without, added, fewest);
  }

  private static void checkNames(
      StrictFields request,
      List<PlanNode> nodes,
      List<PlanService> services,
      List<String> without,
      Map<String, Long> scale) {
    unique(request, "nodes", nodes.stream().map(PlanNode::name).toList());
    unique(request, "services", services.stream().map(PlanService::name).toList());
    for (int i = 0; i < without.size(); i++) {
      String name = without.get(i);
      if (nodes.stream().noneMatch(node -> node.name().equals(name))) {
        request.problem(
            "without[" + i + "]", "expected the name of a node, not \"%s\"".formatted(name));
      }
    }
    for (String name : scale.keySet()) {
      boolean replicated =
          services.stream()
              .anyMatch(one -> one.name().equals(name) && one.count() instanceof Count.Replicated);
      if (!replicated) {
        request.problem("scale." + name, "expected the name of a replicated service");
      }
    }
  }

  private static void unique(StrictFields request, String field, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!name.isEmpty() && !seen.add(name)) {
        request.problem(
            "%s[%d].name".formatted(field, i),
            "expected a name that no other has, not \"%s\"".formatted(name));
      }
    }
  }

  /** How much is planned at a time; more would take the service's memory. */
  static void checkTasks(PlanInput input, List<String> problems) {
    long tasks = 0;
    for (PlanService service : input.services()) {
      tasks +=
          service.count() instanceof Count.Replicated(int replicas)
              ? replicas
              : input.nodes().size();
    }
    if (tasks > MOST_TASKS) {
      problems.add(
          "services: expected at most %d tasks in all, not %d".formatted(MOST_TASKS, tasks));
    }
    long pairs = (long) input.services().size() * input.nodes().size();
    if (pairs > MOST_PAIRS) {
      problems.add(
          "services: expected at most %d services times nodes, not %d"
              .formatted(MOST_PAIRS, pairs));
    }
  }
}
