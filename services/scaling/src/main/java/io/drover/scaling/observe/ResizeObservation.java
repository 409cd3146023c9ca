package io.drover.scaling.observe;

import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.scaling.decide.vertical.SizeRules;
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
 * @param sized services whose tasks' size somebody asks for, by service id
 * @param loads what the agents measured
 */
public record ResizeObservation(
    Instant at,
    ClusterSnapshot snapshot,
    Map<String, List<TaskView>> tasksByService,
    Map<String, Sized> sized,
    LoadReport loads) {

  /**
   * A service whose tasks' size somebody asks for.
   *
   * @param service as observed
   * @param rules what holds for it; never none
   */
  public record Sized(ServiceView service, SizeRules rules) {}

  /** Puts the parts of a round together. */
  public static ResizeObservation of(
      Instant at, ClusterSnapshot snapshot, List<PolicyBook.Governed> governed, LoadReport loads) {
    Map<String, Sized> sized = new TreeMap<>();
    for (PolicyBook.Governed one : governed) {
      SizeRules rules = SizeRules.of(one.parsed(), one.manifests());
      if (!(rules instanceof SizeRules.None)) {
        sized.put(one.service().id(), new Sized(one.service(), rules));
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
