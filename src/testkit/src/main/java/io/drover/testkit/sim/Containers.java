package io.drover.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Running containers, as much of them as an update of their limits needs. */
final class Containers {
  private final Map<String, Container> containers = new LinkedHashMap<>();

  private record Container(String id, Map<String, String> labels, ObjectNode hostConfig) {}

  /** The id of a task's container. */
  static String idOf(String taskId) {
    return String.format(Locale.ROOT, "%64s", taskId).replace(' ', '0');
  }

  synchronized String add(String taskId, Map<String, String> labels, String hostConfig) {
    String id = idOf(taskId);
    containers.put(id, new Container(id, labels, (ObjectNode) Json.read(hostConfig).orElseThrow()));
    return id;
  }

  synchronized String hostConfig(String id) {
    return Json.write(containers.get(id).hostConfig());
  }

  synchronized Reply list(Filters filters) {
    List<String> all =
        containers.values().stream()
            .filter(one -> filters.allowLabels(one.labels()))
            .map(
                one -> {
                  ObjectNode json = Json.object().put("Id", one.id()).put("Image", "sim:1");
                  Json.put(json, "Labels", one.labels());
                  return Json.write(json);
                })
            .toList();
    return Reply.ok("[" + String.join(",", all) + "]");
  }

  synchronized Reply inspect(String id) {
    Container known = containers.get(id);
    if (known == null) {
      return Reply.error(404, "No such container: " + id);
    }
    ObjectNode json = Json.object().put("Id", id).put("Name", "/" + id);
    json.putObject("State").put("Pid", 1).put("StartedAt", "2026-01-01T00:00:00Z");
    json.set("HostConfig", known.hostConfig());
    return Reply.ok(Json.write(json));
  }

  /** As the daemon does: what is not given stays, and what does not fit together is refused. */
  synchronized Reply update(String id, String body) {
    Container known = containers.get(id);
    Optional<JsonNode> changes = Json.read(body);
    if (known == null) {
      return Reply.error(404, "No such container: " + id);
    }
    if (changes.isEmpty()) {
      return Reply.error(400, "invalid JSON");
    }
    JsonNode change = changes.get();
    ObjectNode present = known.hostConfig();
    if (change.path("Memory").asLong() > present.path("MemorySwap").asLong()
        && change.path("MemorySwap").asLong() == 0) {
      return refused(
          id,
          "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time");
    }
    if (change.path("NanoCpus").asLong() > 0 && present.path("CpuPeriod").asLong() > 0) {
      return refused(
          id,
          "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set");
    }
    ObjectNode next = present.deepCopy();
    next.setAll((ObjectNode) change);
    containers.put(id, new Container(id, known.labels(), next));
    return Reply.ok("{\"Warnings\":null}");
  }

  private static Reply refused(String id, String why) {
    return Reply.error(409, "Cannot update container " + id + ": " + why);
  }
}
