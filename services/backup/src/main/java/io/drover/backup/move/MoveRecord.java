package io.drover.backup.move;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A move under way, with all that is needed to undo it or to finish it.
 *
 * @param id of the move
 * @param volume the volume that was named
 * @param volumes all that move
 * @param from the name of the node where they were
 * @param to the name of the node where they go
 * @param services those that move along
 * @param stage how far it is
 * @param since when it was ordered
 * @param by who ordered it
 */
record MoveRecord(
    String id,
    String volume,
    List<String> volumes,
    String from,
    String to,
    List<Along> services,
    MoveView.Stage stage,
    Instant since,
    String by) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  MoveRecord {
    volumes = List.copyOf(volumes);
    services = List.copyOf(services);
  }

  /**
   * A service that moves along.
   *
   * @param id its id
   * @param name its name
   * @param replicas how many tasks it had
   * @param tied whether its constraints let it nowhere but where the volumes were
   */
  record Along(String id, String name, int replicas, boolean tied) {}

  MoveRecord at(MoveView.Stage next) {
    return new MoveRecord(id, volume, volumes, from, to, services, next, since, by);
  }

  MoveView view(long bytes, String message) {
    return new MoveView(
        volume,
        volumes,
        from,
        to,
        services.stream().map(Along::name).toList(),
        stage,
        since,
        by,
        bytes,
        message);
  }

  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id).put("volume", volume).put("from", from).put("to", to);
    json.put("stage", stage.name()).put("since", since.toString()).put("by", by);
    volumes.forEach(json.putArray("volumes")::add);
    ArrayNode array = json.putArray("services");
    for (Along service : services) {
      array
          .addObject()
          .put("id", service.id())
          .put("name", service.name())
          .put("replicas", service.replicas())
          .put("tied", service.tied());
    }
    return json.toString();
  }

  /**
   * Reads one back.
   *
   * @throws IllegalArgumentException when it is none
   */
  static MoveRecord parse(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      List<String> volumes = new ArrayList<>();
      json.path("volumes").forEach(one -> volumes.add(one.asText("")));
      List<Along> services = new ArrayList<>();
      for (JsonNode one : json.path("services")) {
        services.add(
            new Along(
                one.path("id").asText(""),
                one.path("name").asText(""),
                one.path("replicas").asInt(),
                one.path("tied").asBoolean()));
      }
      return new MoveRecord(
          json.path("id").asText(""),
          json.path("volume").asText(""),
          volumes,
          json.path("from").asText(""),
          json.path("to").asText(""),
          services,
          MoveView.Stage.valueOf(json.path("stage").asText("")),
          Instant.parse(json.path("since").asText("")),
          json.path("by").asText(""));
    } catch (JsonProcessingException | DateTimeException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }
}
