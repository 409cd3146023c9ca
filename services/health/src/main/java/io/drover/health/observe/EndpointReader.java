package io.drover.health.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.TaskView;
import io.drover.engine.EngineReader;
import io.drover.health.decide.names.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** Reads a task's addresses, network by network. */
final class EndpointReader {
  private EndpointReader() {}

  /** Those of one object of {@code GET /tasks}; none of the routing mesh, which has no names. */
  static List<Endpoint> read(JsonNode json) {
    TaskView task = EngineReader.task(json);
    List<Endpoint> endpoints = new ArrayList<>();
    for (JsonNode attachment : json.path("NetworksAttachments")) {
      JsonNode network = attachment.path("Network");
      String address = attachment.path("Addresses").path(0).asText("").replaceFirst("/.*", "");
      if (!address.isEmpty() && !network.path("Spec").path("Ingress").asBoolean()) {
        endpoints.add(
            new Endpoint(
                task.serviceId(),
                task.id(),
                task.nodeId(),
                network.path("ID").asText(),
                address,
                standing(task),
                task.stateSince()));
      }
    }
    return endpoints;
  }

  private static Endpoint.Standing standing(TaskView task) {
    if (task.isRunning()) {
      return Endpoint.Standing.RUNS;
    }
    return task.state().isTerminal() ? Endpoint.Standing.ENDED : Endpoint.Standing.CHANGES;
  }
}
