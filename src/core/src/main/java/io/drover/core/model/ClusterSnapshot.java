package io.drover.core.model;

import java.time.Instant;
import java.util.List;

/**
 * Services, tasks and nodes as one manager saw them at one moment.
 *
 * @param takenAt when the first of the lists was asked for
 */
public record ClusterSnapshot(
    Instant takenAt, List<ServiceView> services, List<TaskView> tasks, List<NodeView> nodes) {
  public ClusterSnapshot {
    services = List.copyOf(services);
    tasks = List.copyOf(tasks);
    nodes = List.copyOf(nodes);
  }
}
