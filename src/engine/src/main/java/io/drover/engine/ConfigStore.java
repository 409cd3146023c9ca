package io.drover.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.decision.Outcome;
import io.drover.engine.Engine.ConfigObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Swarm config objects as small shared records: their labels can be replaced by compare-and-swap,
 * on which the managers agree by Raft. Their content can't be changed, so it carries nothing.
 */
final class ConfigStore {
  /** "-" in base64: swarmkit refuses a config without content. */
  private static final String NO_CONTENT = "\"LQ==\"";

  private final EngineApi api;

  ConfigStore(EngineApi api) {
    this.api = api;
  }

  /** The filter matches prefixes, hence the second look. */
  Optional<ConfigObject> named(String name) {
    return list("name", name).stream().filter(config -> config.name().equals(name)).findFirst();
  }

  List<ConfigObject> labelled(String labelKey) {
    return list("label", labelKey).stream()
        .filter(config -> config.labels().containsKey(labelKey))
        .toList();
  }

  private List<ConfigObject> list(String filter, String value) {
    String filters = "{" + RawJson.quote(filter) + ":[" + RawJson.quote(value) + "]}";
    RawJson answer = api.get("/configs?filters=" + PathPart.of(filters)).json();
    try {
      return answer.elements().stream().map(config -> read(config.tree())).toList();
    } catch (IllegalArgumentException e) {
      throw new EngineException(
          Outcome.Kind.UNAVAILABLE, "GET /configs was not answered with a JSON array", e);
    }
  }

  Outcome create(String name, Map<String, String> labels) {
    RawJson spec =
        RawJson.of("{}")
            .with("/Name", RawJson.quote(name))
            .with("/Labels", literal(labels))
            .with("/Data", NO_CONTENT);
    try {
      return api.post("/configs/create", spec).outcome();
    } catch (EngineException e) {
      return e.outcome();
    }
  }

  Outcome updateLabels(ConfigObject observed, Map<String, String> labels) {
    String path = "/configs/" + PathPart.of(observed.id());
    try {
      Answer answer = api.get(path);
      if (!answer.isSuccess()) {
        return answer.outcome();
      }
      RawJson config = answer.json();
      long current = read(config.tree()).version();
      if (current != observed.version()) {
        return new Outcome.Conflict(
            "observed version " + observed.version() + ", it is at " + current);
      }
      RawJson spec = config.find("/Spec").orElse(RawJson.of("{}"));
      return api.post(path + "/update?version=" + current, spec.with("/Labels", literal(labels)))
          .outcome();
    } catch (EngineException e) {
      return e.outcome();
    }
  }

  Outcome remove(String id) {
    try {
      Answer answer = api.delete("/configs/" + PathPart.of(id));
      return answer.status() == 404 ? new Outcome.Applied("was gone already") : answer.outcome();
    } catch (EngineException e) {
      return e.outcome();
    }
  }

  private static ConfigObject read(JsonNode json) {
    return new ConfigObject(
        json.path("ID").asText(""),
        json.path("Version").path("Index").asLong(),
        json.path("Spec").path("Name").asText(""),
        EngineReader.texts(json.path("Spec").path("Labels")));
  }

  private static String literal(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(label -> RawJson.quote(label.getKey()) + ":" + RawJson.quote(label.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
  }
}
