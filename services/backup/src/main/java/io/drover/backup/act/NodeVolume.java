package io.drover.backup.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A volume as its node's agent tells of it.
 *
 * @param name its name
 * @param driver its driver
 * @param options the driver's
 * @param labels its labels
 * @param users containers that run with it, for people
 */
public record NodeVolume(
    String name,
    String driver,
    Map<String, String> options,
    Map<String, String> labels,
    List<String> users) {
  public NodeVolume {
    options = Map.copyOf(options);
    labels = Map.copyOf(labels);
    users = List.copyOf(users);
  }

  /** A volume that is to be made. */
  public static NodeVolume named(
      String name, String driver, Map<String, String> options, Map<String, String> labels) {
    return new NodeVolume(name, driver, options, labels, List.of());
  }

  static NodeVolume read(JsonNode json) {
    List<String> users = new ArrayList<>();
    for (JsonNode user : json.path("usedBy")) {
      if (user.path("running").asBoolean()) {
        String service = user.path("service").asText("");
        users.add(service.isEmpty() ? user.path("container").asText("a container") : service);
      }
    }
    return new NodeVolume(
        json.path("name").asText(""),
        json.path("driver").asText("local"),
        texts(json.path("options")),
        texts(json.path("labels")),
        users);
  }

  /** As an agent takes it to make one. */
  ObjectNode write() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", name).put("driver", driver);
    ObjectNode o = json.putObject("options");
    new TreeMap<>(options).forEach(o::put);
    ObjectNode l = json.putObject("labels");
    new TreeMap<>(labels).forEach(l::put);
    return json;
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(one -> texts.put(one.getKey(), one.getValue().asText("")));
    return texts;
  }
}
