package io.drover.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.core.quota.StackService;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads what quotas look at from the Engine API's objects: a pure mapping that takes every
 * document, as {@link EngineReader} does.
 */
public final class StackReader {
  private static final String SPEC = "Spec";
  private static final String START_FIRST = "start-first";

  private StackReader() {}

  /**
   * Reads one object of {@code GET /services}.
   *
   * @param tasks all tasks: they tell on which nodes Swarm wants a global service
   */
  public static StackService service(JsonNode json, Collection<TaskView> tasks) {
    ServiceView service = EngineReader.service(json);
    JsonNode spec = json.path(SPEC);
    int surge = Math.max(surge(spec.path("UpdateConfig")), surge(spec.path("RollbackConfig")));
    return new StackService(service, tasks(service, tasks), surge, volumes(spec));
  }

  /** Reads a service as if it had another spec, such as the one that it had before. */
  public static StackService service(JsonNode json, JsonNode spec, Collection<TaskView> tasks) {
    ObjectNode other = ((ObjectNode) json).objectNode();
    other.setAll((ObjectNode) json);
    other.set(SPEC, spec);
    return service(other, tasks);
  }

  /** The stack that an object of {@code GET /secrets} or {@code /configs} belongs to, or "". */
  public static String stackOf(JsonNode json) {
    return json.path(SPEC).path("Labels").path(ServiceView.STACK_LABEL).asText("");
  }

  /**
   * Swarm itself makes one task for each node that fits a global service; what is to be one task
   * may be two while it is updated.
   */
  private static int tasks(ServiceView service, Collection<TaskView> tasks) {
    if (service.mode() instanceof ServiceView.Mode.Replicated(int replicas)) {
      return replicas;
    }
    List<TaskView> wanted =
        tasks.stream()
            .filter(task -> task.serviceId().equals(service.id()))
            .filter(task -> task.isWanted() && !task.state().isTerminal())
            .toList();
    return switch (service.mode()) {
      case ServiceView.Mode.Replicated(int replicas) -> replicas;
      case ServiceView.Mode.Global global ->
          (int) wanted.stream().map(TaskView::nodeId).distinct().count();
      case ServiceView.Mode.Other other -> wanted.size();
    };
  }

  /** The API's 0 means all at once. */
  private static int surge(JsonNode update) {
    if (!update.path("Order").asText("").equals(START_FIRST)) {
      return 0;
    }
    long parallelism = update.path("Parallelism").asLong();
    return parallelism <= 0 ? StackService.ALL : (int) Math.min(parallelism, StackService.ALL);
  }

  private static Set<String> volumes(JsonNode spec) {
    Set<String> names = new HashSet<>();
    for (JsonNode mount : spec.path("TaskTemplate").path("ContainerSpec").path("Mounts")) {
      String source = mount.path("Source").asText("");
      if (mount.path("Type").asText("").equals("volume") && !source.isEmpty()) {
        names.add(source);
      }
    }
    return names;
  }
}
