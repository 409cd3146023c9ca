package io.drover.placement.observe.limits;

import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.core.policy.StackLimits;
import io.drover.placement.decide.limits.Documented;
import io.drover.placement.decide.limits.Governance;
import io.drover.placement.decide.limits.LimitsInput;
import io.drover.placement.decide.limits.PastRepairs;
import io.drover.placement.decide.limits.TaskHolds;
import io.drover.placement.observe.AgentStats;
import io.drover.placement.observe.TaskStats;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All that one round of limits sees.
 *
 * @param at when it was observed
 * @param snapshot services, tasks and nodes
 * @param governed services whose limits somebody documents, by service id, in the order of names
 * @param stats what the agents know
 * @param problems what is wrong in the files of manifests and stacks
 */
public record LimitsObservation(
    Instant at,
    ClusterSnapshot snapshot,
    Map<String, Governed> governed,
    AgentStats stats,
    List<String> problems) {

  /**
   * A service whose limits somebody documents.
   *
   * @param service as observed
   * @param governance how; never none
   * @param ranges the LimitRanges of its stack
   */
  public record Governed(ServiceView service, Governance governance, List<StackLimits> ranges) {
    public Governed {
      ranges = List.copyOf(ranges);
    }
  }

  public LimitsObservation {
    problems = List.copyOf(problems);
  }

  /** What matters for one service. */
  public LimitsInput input(Governed governed, Documented documented, PastRepairs past) {
    return new LimitsInput(
        at,
        governed.service(),
        documented,
        governed.ranges(),
        tasks(governed.service()),
        fewestCores(governed.service()),
        past);
  }

  /** What the running tasks of a service are held to, in the order of their slots. */
  public List<TaskHolds> tasks(ServiceView service) {
    Map<String, String> names =
        snapshot.nodes().stream().collect(Collectors.toMap(NodeView::id, NodeView::hostname));
    return snapshot.tasks().stream()
        .filter(task -> task.serviceId().equals(service.id()) && task.isRunning())
        .sorted(Comparator.comparingInt(TaskView::slot).thenComparing(TaskView::id))
        .map(task -> holds(task, names.getOrDefault(task.nodeId(), task.nodeId())))
        .toList();
  }

  private TaskHolds holds(TaskView task, String node) {
    TaskStats known = stats.tasks().get(task.id());
    return known == null
        ? TaskHolds.unknown(task.id(), node, stats.whyMissing())
        : new TaskHolds(task.id(), node, known.limits(), known.workingSet());
  }

  /** Of nodes too small for what a task reserves none gets it; constraints are not looked at. */
  private Reading<Cpu> fewestCores(ServiceView service) {
    Cpu reserved = service.reservations().cpu().orElse(Cpu.ZERO);
    return snapshot.nodes().stream()
        .filter(node -> node.isReady() && node.availability().equals("active"))
        .map(NodeView::cpu)
        .filter(cpu -> cpu.compareTo(reserved) >= 0 && cpu.nanos() > 0)
        .min(Comparator.naturalOrder())
        .map(cpu -> Reading.known(cpu, at))
        .orElseGet(() -> Reading.unknown("no node takes tasks"));
  }
}
