package io.drover.scaling.observe;

import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.ServicePolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that one round of resizing sees.
 *
 * @param at when the round began
 * @param snapshot services, tasks and nodes
 * @param tasksByService the tasks by service id, ended ones excepted
 * @param sized services whose tasks' size is looked after, by service id
 * @param loads what the agents measured
 */
public record ResizeObservation(
    Instant at,
    ClusterSnapshot snapshot,
    Map<String, List<TaskView>> tasksByService,
    Map<String, Sized> sized,
    LoadReport loads) {

  /**
   * A service whose tasks' size is looked after.
   *
   * @param service as observed
   * @param policy all that it asks for
   * @param resize what it asks for of its size
   */
  public record Sized(ServiceView service, ServicePolicy policy, ResizePolicy resize) {}

  /** Puts the parts of a round together. */
  public static ResizeObservation of(
      Instant at, ClusterSnapshot snapshot, List<PolicyBook.Governed> governed, LoadReport loads) {
    Map<String, Sized> sized = new TreeMap<>();
    for (PolicyBook.Governed one : governed) {
      if (one.parsed() instanceof Parsed.Governed(ServicePolicy policy, var warnings)) {
        policy
            .resize()
            .filter(resize -> resize.mode() != ResizePolicy.Mode.OFF)
            .ifPresent(
                resize -> sized.put(one.service().id(), new Sized(one.service(), policy, resize)));
      }
    }
    return new ResizeObservation(
        at,
        snapshot,
        snapshot.tasks().stream()
            .filter(TaskFactsReader::isPresent)
            .filter(task -> !task.state().isTerminal())
            .collect(Collectors.groupingBy(TaskView::serviceId)),
        sized,
        loads);
  }

  /** The tasks of a service that have not ended. */
  public List<TaskView> tasksOf(String serviceId) {
    return tasksByService.getOrDefault(serviceId, List.of());
  }

  /** Their ids. */
  public List<String> taskIdsOf(String serviceId) {
    return tasksOf(serviceId).stream().map(TaskView::id).toList();
  }
}
