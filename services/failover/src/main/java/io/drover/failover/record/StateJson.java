package io.drover.failover.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.failover.decide.Phase;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.State;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The state of a failover as text. */
final class StateJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private StateJson() {}

  static String write(State state) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("phase", state.phase().name())
        .put("serving", state.serving().name())
        .put("epoch", state.epoch())
        .put("since", state.since().toString())
        .put("unfenced", state.unfenced())
        .put("confirmedOff", state.confirmedOff())
        .put("why", state.why());
    moments(json.putArray("moves"), state.moves());
    moments(json.putArray("recoveries"), state.recoveries());
    return json.toString();
  }

  /**
   * Reads what {@link #write} made.
   *
   * @throws IllegalArgumentException when it is anything else: a guess could start a second site
   */
  static State read(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      return new State(
          Phase.valueOf(required(json, "phase").asText()),
          Side.valueOf(required(json, "serving").asText()),
          number(json, "epoch"),
          Instant.parse(required(json, "since").asText()),
          flag(json, "unfenced"),
          flag(json, "confirmedOff"),
          moments(required(json, "moves")),
          moments(required(json, "recoveries")),
          required(json, "why").asText());
    } catch (JsonProcessingException | DateTimeException damaged) {
      throw new IllegalArgumentException(damaged.getMessage(), damaged);
    }
  }

  private static void moments(ArrayNode json, List<Instant> moments) {
    moments.forEach(moment -> json.add(moment.toString()));
  }

  private static List<Instant> moments(JsonNode json) {
    List<Instant> moments = new ArrayList<>();
    json.forEach(moment -> moments.add(Instant.parse(moment.asText())));
    return moments;
  }

  private static long number(JsonNode json, String field) {
    JsonNode value = required(json, field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("no number: " + field);
    }
    return value.asLong();
  }

  private static boolean flag(JsonNode json, String field) {
    JsonNode value = required(json, field);
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("neither true nor false: " + field);
    }
    return value.asBoolean();
  }

  private static JsonNode required(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      throw new IllegalArgumentException("without " + field);
    }
    return value;
  }
}
