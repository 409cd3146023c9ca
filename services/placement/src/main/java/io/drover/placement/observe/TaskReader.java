package io.drover.placement.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import io.drover.engine.EngineReader;
import io.drover.placement.decide.plan.StandingTask;
import java.util.Map;
import java.util.Optional;

/** One object of {@code GET /tasks} as a task that stands on a node. */
final class TaskReader {
  private TaskReader() {}

  /**
   * Reads a task; absent when Swarm's scheduler counts it on no node: it waits for one, or for its
   * own to have room, or it has ended.
   *
   * @param names what nodes are called, by their ids
   * @param owners services, by their ids
   */
  static Optional<StandingTask> read(
      JsonNode json, Map<String, String> names, Map<String, ServiceReader> owners) {
    TaskView task = EngineReader.task(json);
    String node = names.get(task.nodeId());
    boolean counted =
        task.state().compareTo(TaskState.ASSIGNED) >= 0
            && task.state().compareTo(TaskState.RUNNING) <= 0;
    if (node == null || !counted) {
      return Optional.empty();
    }
    ServiceReader owner = owners.get(task.serviceId());
    // Engines tell it of every task; where one doesn't, it is as its service is now.
    JsonNode spec = owner != null && !json.has("Spec") ? owner.spec() : json.path("Spec");
    boolean wanted = task.desiredState().compareTo(TaskState.COMPLETE) <= 0;
    return Optional.of(
        owner == null
            ? new StandingTask(
                task.id(),
                "",
                task.slot(),
                node,
                ServiceReader.amounts(spec.path("Resources").path("Reservations")),
                ServiceReader.ports(json.path("Status").path("PortStatus").path("Ports")),
                wanted)
            : new StandingTask(
                task.id(),
                owner.view().name(),
                task.slot(),
                node,
                owner.takes(spec),
                owner.rules().ports(),
                wanted));
  }
}
