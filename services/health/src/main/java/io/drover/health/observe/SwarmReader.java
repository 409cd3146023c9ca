package io.drover.health.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.placement.Platform;
import io.drover.engine.EngineReader;
import io.drover.health.decide.state.NodeFacts;
import io.drover.health.decide.state.ServiceFacts;
import io.drover.health.decide.state.TaskFacts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the Engine API's objects into facts: what {@link EngineReader} makes of them, and what only
 * health asks for. A pure mapping that takes every document.
 */
final class SwarmReader {
  private SwarmReader() {}

  /** Reads one object of {@code GET /services}. */
  static ServiceFacts service(JsonNode json) {
    JsonNode spec = json.path("Spec");
    JsonNode template = spec.path("TaskTemplate");
    JsonNode placement = template.path("Placement");
    List<String> constraints = new ArrayList<>();
    placement.path("Constraints").forEach(one -> constraints.add(one.asText()));
    List<Platform> platforms = new ArrayList<>();
    placement
        .path("Platforms")
        .forEach(
            one ->
                platforms.add(
                    new Platform(one.path("OS").asText(""), one.path("Architecture").asText(""))));
    Set<String> ports = new HashSet<>();
    for (JsonNode port : spec.path("EndpointSpec").path("Ports")) {
      if (port.path("PublishMode").asText("").equals("host")
          && port.path("PublishedPort").asInt() > 0) {
        ports.add(port.path("PublishedPort").asInt() + "/" + port.path("Protocol").asText("tcp"));
      }
    }
    JsonNode status = json.path("UpdateStatus");
    String image = template.path("ContainerSpec").path("Image").asText("");
    return new ServiceFacts(
        EngineReader.service(json),
        image.replaceFirst("@sha256:.*", ""),
        constraints,
        placement.path("MaxReplicas").asInt(),
        platforms,
        ports,
        template.path("Resources").path("Reservations").path("GenericResources").size() > 0
            || needsPlugin(template.path("ContainerSpec").path("Mounts")),
        mayGiveUp(template.path("RestartPolicy")),
        status.path("Message").asText(""),
        moment(status.path("CompletedAt")));
  }

  private static boolean needsPlugin(JsonNode mounts) {
    for (JsonNode mount : mounts) {
      String driver = mount.at("/VolumeOptions/DriverConfig/Name").asText("");
      boolean other = !driver.isEmpty() && !driver.equals("local");
      if (other || mount.path("Type").asText("").equals("cluster")) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayGiveUp(JsonNode policy) {
    return !policy.path("Condition").asText("any").equals("any")
        || policy.path("MaxAttempts").asLong() > 0;
  }

  /** Reads one object of {@code GET /tasks}. */
  static TaskFacts task(JsonNode json) {
    JsonNode status = json.path("Status");
    var view = EngineReader.task(json);
    JsonNode exit = status.path("ContainerStatus").path("ExitCode");
    // A task that never had a container has a status of one nevertheless, with 0.
    boolean exited = view.state().isTerminal() && !view.containerId().isEmpty();
    return new TaskFacts(
        view,
        exited && exit.isIntegralNumber() ? exit.asInt() : TaskFacts.NO_EXIT,
        status.path("Err").asText(""));
  }

  /** Reads one object of {@code GET /nodes}. */
  static NodeFacts node(JsonNode json) {
    JsonNode description = json.path("Description");
    Map<String, String> labels = new HashMap<>();
    description
        .path("Engine")
        .path("Labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return new NodeFacts(
        EngineReader.node(json),
        json.path("ManagerStatus").path("Reachability").asText(""),
        new Platform(
            description.path("Platform").path("OS").asText(""),
            description.path("Platform").path("Architecture").asText("")),
        labels,
        json.path("Status").path("Message").asText(""));
  }

  private static Instant moment(JsonNode json) {
    try {
      Instant moment = Instant.parse(json.asText(""));
      return moment.isBefore(Instant.EPOCH) ? Instant.EPOCH : moment;
    } catch (DateTimeException none) {
      return Instant.EPOCH;
    }
  }
}
