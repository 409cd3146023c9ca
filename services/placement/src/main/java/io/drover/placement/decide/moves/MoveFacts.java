package io.drover.placement.decide.moves;

import io.drover.core.model.NodeView;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.StandingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What deciding on moves goes by: services, tasks and nodes at one moment. A task counts as settled
 * once it was seen running for a while; where it has a health check, Swarm calls it running only
 * when that has passed.
 */
public final class MoveFacts {
  private static final Duration LATELY = Duration.ofMinutes(30);
  private static final Set<TaskState> ENDED_BY_ITSELF =
      Set.of(TaskState.FAILED, TaskState.REJECTED, TaskState.COMPLETE);

  private final Instant now;
  private final Duration settle;
  private final List<MovableService> services;
  private final List<NodeView> nodes;
  private final Set<String> settled;
  private final List<PlanNode> planNodes;
  private final List<StandingTask> standing;
  private final Map<String, List<TaskView>> byService = new HashMap<>();
  private final Map<String, List<TaskView>> byNode = new HashMap<>();

  /**
   * Facts.
   *
   * @param settle how long a task has to run until it is counted on
   * @param settled ids of the tasks that ran that long
   * @param planNodes the nodes as the planner sees them
   * @param standing the tasks as the planner sees them
   */
  public MoveFacts(
      Instant now,
      Duration settle,
      List<MovableService> services,
      List<TaskView> tasks,
      List<NodeView> nodes,
      Set<String> settled,
      List<PlanNode> planNodes,
      List<StandingTask> standing) {
    this.now = now;
    this.settle = settle;
    this.services = services.stream().sorted(Comparator.comparing(MovableService::name)).toList();
    this.nodes = nodes.stream().sorted(Comparator.comparing(NodeView::hostname)).toList();
    this.settled = Set.copyOf(settled);
    this.planNodes = List.copyOf(planNodes);
    this.standing = List.copyOf(standing);
    for (TaskView task : tasks) {
      byService.computeIfAbsent(task.serviceId(), id -> new ArrayList<>()).add(task);
      byNode.computeIfAbsent(task.nodeId(), id -> new ArrayList<>()).add(task);
    }
  }

  /** The moment. */
  public Instant now() {
    return now;
  }

  /** How long a task has to run until it is counted on. */
  public Duration settle() {
    return settle;
  }

  /** All services, by name. */
  public List<MovableService> services() {
    return services;
  }

  /** All nodes, by host name. */
  public List<NodeView> nodes() {
    return nodes;
  }

  /** All nodes, as the planner sees them. */
  List<PlanNode> planNodes() {
    return planNodes;
  }

  /** All tasks that take up room, as the planner sees them. */
  List<StandingTask> standing() {
    return standing;
  }

  /** The service of this id. */
  public Optional<MovableService> service(String id) {
    return services.stream().filter(service -> service.id().equals(id)).findFirst();
  }

  /** The node of this id. */
  public Optional<NodeView> node(String id) {
    return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
  }

  /** A node's host name; its id where it is not known. */
  public String hostname(String nodeId) {
    return node(nodeId).map(NodeView::hostname).orElse(nodeId);
  }

  /** The tasks of a service that are meant to run, those that wait for a node included. */
  public List<TaskView> wanted(String serviceId) {
    return byService.getOrDefault(serviceId, List.of()).stream()
        .filter(TaskView::isWanted)
        .toList();
  }

  /** The tasks of a service that are meant to run on a node. */
  public List<TaskView> wantedOn(String serviceId, String nodeId) {
    return wanted(serviceId).stream().filter(task -> task.nodeId().equals(nodeId)).toList();
  }

  /** All tasks on a node that have not ended, whatever is wanted of them. */
  public List<TaskView> aliveOn(String nodeId) {
    return byNode.getOrDefault(nodeId, List.of()).stream()
        .filter(task -> !task.state().isTerminal())
        .toList();
  }

  /** How many tasks on a node are meant to run, of all services. */
  public int totalOn(String nodeId) {
    return (int) byNode.getOrDefault(nodeId, List.of()).stream().filter(TaskView::isWanted).count();
  }

  /** Whether a task is running, is meant to, and has been for long enough to be counted on. */
  public boolean isSettled(TaskView task) {
    return task.isRunning() && settled.contains(task.id());
  }

  /**
   * Whether a task stands in for others that ended again and again: nobody can wait until it runs.
   */
  public boolean keepsFailing(TaskView task) {
    return byService.getOrDefault(task.serviceId(), List.of()).stream()
            .filter(one -> one.slot() == task.slot() && !one.id().equals(task.id()))
            .filter(one -> one.createdAt().isAfter(now.minus(LATELY)))
            .filter(one -> ENDED_BY_ITSELF.contains(one.state()))
            .count()
        >= 2;
  }

  /** How many tasks of a service are settled on other nodes than this one. */
  public int settledElsewhere(String serviceId, String nodeId) {
    return (int)
        wanted(serviceId).stream()
            .filter(task -> !task.nodeId().equals(nodeId) && isSettled(task))
            .count();
  }

  /** How many tasks of a service run and are meant to. */
  public int running(String serviceId) {
    return (int) wanted(serviceId).stream().filter(TaskView::isRunning).count();
  }

  /** How many tasks of a service are being ended on nodes that would say when they have. */
  public int ending(String serviceId) {
    return (int)
        byService.getOrDefault(serviceId, List.of()).stream()
            .filter(task -> !task.isWanted() && !task.state().isTerminal())
            .filter(task -> node(task.nodeId()).map(NodeView::isReady).orElse(false))
            .count();
  }

  /** How many tasks of a service are meant to run on each node that has any. */
  public Map<String, Integer> counts(String serviceId) {
    Map<String, Integer> counts = new HashMap<>();
    for (TaskView task : wanted(serviceId)) {
      if (!task.nodeId().isEmpty()) {
        counts.merge(task.nodeId(), 1, Integer::sum);
      }
    }
    return counts;
  }
}
