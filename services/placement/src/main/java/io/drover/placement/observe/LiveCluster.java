package io.drover.placement.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.PlanService;
import io.drover.placement.decide.plan.StandingTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Swarm as it is, in the planner's terms: every service with its count, every task that takes
 * up room on a node. Nodes are called by their host names, or by their ids where two have the same.
 *
 * @param input what a plan is made of
 * @param notes what could not be read as it was meant
 */
public record LiveCluster(PlanInput input, List<String> notes) {
  public LiveCluster {
    notes = List.copyOf(notes);
  }

  /**
   * Reads the Swarm; asks a manager three times.
   *
   * @throws EngineException when it doesn't answer
   */
  public static LiveCluster read(Engine engine, NodeInventory inventory) {
    // In this order a task whose service is created meanwhile has no owner, never the other way.
    List<RawJson> services = engine.list("/services");
    List<RawJson> tasks = engine.list("/tasks");
    return of(services, tasks, engine.list("/nodes"), inventory);
  }

  /** The same of answers that are at hand: the objects of {@code /services} and so on. */
  public static LiveCluster of(
      List<RawJson> services, List<RawJson> tasks, List<RawJson> nodes, NodeInventory inventory) {
    List<String> notes = new ArrayList<>();
    List<JsonNode> nodeTrees = nodes.stream().map(RawJson::tree).toList();
    Map<String, String> names = NodeReader.names(nodeTrees);
    List<PlanNode> planNodes =
        nodeTrees.stream().map(node -> NodeReader.read(node, names, inventory)).toList();
    // By name, so that the same cluster makes the same plan in whatever order it is told.
    Map<String, PlanService> planned = new TreeMap<>();
    Map<String, ServiceReader> owners = new HashMap<>();
    for (RawJson json : services) {
      ServiceReader service = ServiceReader.of(json.tree(), notes);
      owners.put(service.id(), service);
      service.plan().ifPresent(plan -> planned.put(plan.name(), plan));
    }
    List<StandingTask> standing = new ArrayList<>();
    for (RawJson json : tasks) {
      TaskReader.read(json.tree(), names, owners).ifPresent(standing::add);
    }
    return new LiveCluster(
        new PlanInput(
            planNodes.stream().sorted(java.util.Comparator.comparing(PlanNode::name)).toList(),
            List.copyOf(planned.values()),
            standing),
        notes);
  }
}
