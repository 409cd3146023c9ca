package io.drover.backup.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.backup.act.Stopped;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A restore under way, so that whoever holds the lease next can go on with it.
 *
 * @param id of the restore
 * @param request what was asked for
 * @param since when it was begun
 * @param begun keys of what it began to make: all of it may be done again
 * @param done keys of what is there
 * @param stopped services that it stopped, or is about to, with the tasks they had
 */
record RestoreRecord(
    String id,
    RestoreRequest request,
    Instant since,
    Set<String> begun,
    Set<String> done,
    List<Stopped> stopped) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  RestoreRecord {
    begun = Set.copyOf(begun);
    done = Set.copyOf(done);
    stopped = List.copyOf(stopped);
  }

  /** One that begins. */
  static RestoreRecord begin(String id, RestoreRequest request, Instant now) {
    return new RestoreRecord(id, request, now, Set.of(), Set.of(), List.of());
  }

  RestoreRecord beginning(String key) {
    Set<String> more = new LinkedHashSet<>(begun);
    more.add(key);
    return new RestoreRecord(id, request, since, more, done, stopped);
  }

  RestoreRecord having(String key) {
    Set<String> more = new LinkedHashSet<>(done);
    more.add(key);
    return new RestoreRecord(id, request, since, begun, more, stopped);
  }

  RestoreRecord stopping(Stopped service) {
    List<Stopped> more = new ArrayList<>(stopped);
    more.add(service);
    return new RestoreRecord(id, request, since, begun, done, more);
  }

  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id).put("since", since.toString());
    json.put("stack", request.backup().stack()).put("name", request.backup().name().toString());
    json.put("as", request.as()).put("by", request.by());
    json.put("replace", request.replace()).put("inUse", request.inUse());
    request.volumes().forEach(json.putArray("volumes")::add);
    ObjectNode nodes = json.putObject("nodes");
    request.nodes().forEach(nodes::put);
    begun.forEach(json.putArray("begun")::add);
    done.forEach(json.putArray("done")::add);
    ArrayNode services = json.putArray("stopped");
    stopped.forEach(
        one ->
            services
                .addObject()
                .put("id", one.serviceId())
                .put("service", one.service())
                .put("replicas", one.replicas()));
    return json.toString();
  }

  /**
   * Reads one back.
   *
   * @throws IllegalArgumentException when it is none
   */
  static RestoreRecord parse(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      Map<String, String> nodes = new HashMap<>();
      json.path("nodes").properties().forEach(n -> nodes.put(n.getKey(), n.getValue().asText()));
      List<Stopped> stopped = new ArrayList<>();
      for (JsonNode one : json.path("stopped")) {
        stopped.add(
            new Stopped(
                one.path("id").asText(""),
                one.path("service").asText(""),
                one.path("replicas").asInt()));
      }
      return new RestoreRecord(
          json.path("id").asText(""),
          new RestoreRequest(
              new BackupId(
                  json.path("stack").asText(""), BackupName.parse(json.path("name").asText(""))),
              json.path("as").asText(""),
              texts(json.path("volumes")),
              json.path("replace").asBoolean(),
              json.path("inUse").asBoolean(),
              nodes,
              json.path("by").asText("")),
          Instant.parse(json.path("since").asText("")),
          texts(json.path("begun")),
          texts(json.path("done")),
          stopped);
    } catch (JsonProcessingException | java.time.DateTimeException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new HashSet<>();
    array.forEach(one -> texts.add(one.asText("")));
    return texts;
  }
}
