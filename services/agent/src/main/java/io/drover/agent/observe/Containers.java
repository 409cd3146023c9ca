package io.drover.agent.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.agent.model.Container;
import io.drover.engine.Engine;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The running containers of this node's engine. Each is inspected once, and again after it was
 * started anew.
 */
final class Containers {
  private final Engine engine;
  private final Map<String, Container> inspected = new ConcurrentHashMap<>();

  Containers(Engine engine) {
    this.engine = engine;
  }

  /** A container was started or stopped: what is known of it no longer holds. */
  void changed(String id) {
    inspected.remove(id);
  }

  /**
   * Asks the engine.
   *
   * @throws io.drover.engine.EngineException when it does not answer
   */
  List<Container> running() {
    Map<String, Container> now = new HashMap<>();
    for (var listed : engine.list("/containers/json")) {
      JsonNode json = listed.tree();
      String id = json.path("Id").asText("");
      Optional.ofNullable(inspected.get(id))
          .or(() -> inspect(json, id))
          .ifPresent(container -> now.put(id, container));
    }
    inspected.keySet().retainAll(now.keySet());
    inspected.putAll(now);
    return List.copyOf(now.values());
  }

  private Optional<Container> inspect(JsonNode listed, String id) {
    // It may end between the list and this question.
    return engine
        .inspect("/containers/" + id + "/json")
        .map(raw -> container(listed, raw.tree()))
        .filter(container -> container.pid() > 0);
  }

  static Container container(JsonNode listed, JsonNode inspected) {
    Map<String, String> labels = new HashMap<>();
    listed
        .path("Labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText("")));
    JsonNode state = inspected.path("State");
    return new Container(
        listed.path("Id").asText(""),
        inspected.path("Name").asText("").replaceFirst("^/", ""),
        listed.path("Image").asText(""),
        state.path("Pid").asLong(),
        inspected.path("HostConfig").path("CgroupParent").asText(""),
        moment(state.path("StartedAt").asText("")),
        labels,
        networks(inspected.path("NetworkSettings").path("Networks")));
  }

  private static Map<String, String> networks(JsonNode json) {
    Map<String, String> networks = new HashMap<>();
    for (var network : json.properties()) {
      String old = network.getValue().path("IPAddress").asText("");
      networks.put(
          network.getKey(),
          old.isEmpty() ? network.getValue().path("GlobalIPv6Address").asText("") : old);
    }
    return networks;
  }

  private static Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException malformed) {
      return Instant.EPOCH;
    }
  }
}
