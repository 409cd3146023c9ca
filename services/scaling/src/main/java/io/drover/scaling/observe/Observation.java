package io.drover.scaling.observe;

import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All that one round sees.
 *
 * @param at when the round began
 * @param snapshot services, tasks and nodes
 * @param tasksByService the tasks by service id
 * @param governed services that labels ask something for, by service id
 * @param agents what was measured
 * @param metrics what was learned of custom metrics
 */
public record Observation(
    Instant at,
    ClusterSnapshot snapshot,
    Map<String, List<TaskView>> tasksByService,
    Map<String, PolicyBook.Governed> governed,
    AgentsReport agents,
    MetricReadings metrics) {

  /** Puts the parts of a round together. */
  public static Observation of(
      Instant at,
      ClusterSnapshot snapshot,
      List<PolicyBook.Governed> governed,
      AgentsReport agents,
      MetricReadings metrics) {
    return new Observation(
        at,
        snapshot,
        snapshot.tasks().stream().collect(Collectors.groupingBy(TaskView::serviceId)),
        governed.stream().collect(Collectors.toMap(entry -> entry.service().id(), entry -> entry)),
        agents,
        metrics);
  }

  /** The tasks of a service, ended ones included. */
  public List<TaskView> tasksOf(String serviceId) {
    return tasksByService.getOrDefault(serviceId, List.of());
  }
}
