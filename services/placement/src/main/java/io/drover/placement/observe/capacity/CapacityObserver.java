package io.drover.placement.observe.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.engine.Engine;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import io.drover.placement.decide.capacity.CapacityInput;
import io.drover.placement.decide.capacity.NodeUsed;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.observe.AgentStats;
import io.drover.placement.observe.Agents;
import io.drover.placement.observe.LiveCluster;
import io.drover.placement.observe.NodeInventory;
import io.drover.placement.observe.TaskStats;
import io.drover.runtime.agents.AgentCalls;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Looks at the whole Swarm, for a report of its capacity. */
public final class CapacityObserver {
  private final Engine engine;
  private final Agents agents;
  private final AgentCalls calls;
  private final NodeInventory inventory;

  /** An observer of this Swarm. */
  public CapacityObserver(Engine engine, Agents agents, AgentCalls calls, NodeInventory inventory) {
    this.engine = engine;
    this.agents = agents;
    this.calls = calls;
    this.inventory = inventory;
  }

  /**
   * What was seen.
   *
   * @param input what is counted
   * @param facts what the agents tell of their nodes
   * @param notes what could not be read as it was meant, and who did not answer
   */
  public record Seen(CapacityInput input, NodeFactsReport facts, List<String> notes) {
    public Seen {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Looks; asks a manager four times and every agent twice.
   *
   * @throws io.drover.engine.EngineException when no manager answers
   */
  public Seen observe(Instant now) {
    List<RawJson> services = engine.list("/services");
    List<RawJson> tasks = engine.list("/tasks");
    List<RawJson> nodes = engine.list("/nodes");
    List<JsonNode> networks = engine.list("/networks").stream().map(RawJson::tree).toList();
    LiveCluster cluster = LiveCluster.of(services, tasks, nodes, inventory);
    AgentStats stats = agents.ask();
    List<JsonNode> taskTrees = tasks.stream().map(RawJson::tree).toList();
    List<ServiceView> views =
        services.stream().map(RawJson::tree).map(EngineReader::service).toList();
    return new Seen(
        new CapacityInput(
            cluster.input(),
            ServiceSizes.of(views, cluster.input()),
            used(cluster, taskTrees.stream().map(EngineReader::task).toList(), stats, now),
            NetworkReader.read(
                networks, services.stream().map(RawJson::tree).toList(), taskTrees, nodes.size())),
        facts(),
        cluster.notes());
  }

  private NodeFactsReport facts() {
    AgentCalls.Answers<JsonNode> answers = calls.askAll("/v1/node", (agent, json) -> json);
    Map<String, JsonNode> byNode = new HashMap<>();
    answers.byAgent().values().forEach(json -> byNode.put(json.path("id").asText(""), json));
    return new NodeFactsReport(byNode, answers.failures());
  }

  /** One running task that was not measured makes its node's use unknown: it is no zero. */
  private static Map<String, NodeUsed> used(
      LiveCluster cluster, List<TaskView> tasks, AgentStats stats, Instant now) {
    Map<String, NodeUsed> used = new HashMap<>();
    for (PlanNode node : cluster.input().nodes()) {
      Reading<Cpu> cpu = Reading.known(Cpu.ZERO, now);
      Reading<Bytes> memory = Reading.known(Bytes.ZERO, now);
      for (TaskView task : tasks) {
        if (task.nodeId().equals(node.facts().id()) && task.isRunning()) {
          TaskStats one = stats.tasks().get(task.id());
          cpu = sum(cpu, one == null ? Reading.unknown(stats.whyMissing()) : one.cpu(), Cpu::plus);
          memory =
              sum(
                  memory,
                  one == null ? Reading.unknown(stats.whyMissing()) : one.workingSet(),
                  Bytes::plus);
        }
      }
      used.put(node.name(), new NodeUsed(cpu, memory));
    }
    return used;
  }

  private static <T> Reading<T> sum(Reading<T> sum, Reading<T> more, BinaryOperator<T> plus) {
    return switch (sum) {
      case Reading.Known<T>(T value, Instant at) -> more.map(added -> plus.apply(value, added));
      case Reading.Unknown<T> unknown -> unknown;
    };
  }
}
