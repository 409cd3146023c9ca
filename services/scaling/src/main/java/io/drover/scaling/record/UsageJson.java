package io.drover.scaling.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.scaling.decide.vertical.Histogram;
import io.drover.scaling.decide.vertical.Intake;
import io.drover.scaling.decide.vertical.Usage;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What a service was seen to use as JSON: the recommender's checkpoint, version v3, and beside it
 * where the samples of running tasks go on, so that a day's peak counts once whatever is restarted.
 */
final class UsageJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String VERSION = "v3";

  private UsageJson() {}

  static String write(Usage.State state) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", VERSION);
    json.put("samples", state.cpuSamples());
    put(json, "firstSample", state.firstCpu());
    put(json, "lastSample", state.lastCpu());
    histogram(json.putObject("cpu"), state.cpu());
    histogram(json.putObject("memory"), state.memory());
    ObjectNode tasks = json.putObject("tasks");
    state
        .tasks()
        .forEach(
            (id, intake) -> {
              ObjectNode task = tasks.putObject(id);
              put(task, "lastCpu", intake.lastCpu());
              put(task, "lastMemory", intake.lastMemory());
              put(task, "windowEnd", intake.windowEnd());
              task.put("usagePeak", intake.usagePeak()).put("oomPeak", intake.oomPeak());
            });
    return json.toString();
  }

  private static void histogram(ObjectNode json, Histogram.State state) {
    json.put("total", state.total());
    put(json, "reference", state.reference());
    ObjectNode weights = json.putObject("weights");
    state.weights().forEach((bucket, weight) -> weights.put(Integer.toString(bucket), weight));
  }

  /** A moment that never was is left out. */
  private static void put(ObjectNode json, String name, Instant at) {
    if (at.isAfter(Instant.MIN) && at.isBefore(Instant.MAX)) {
      json.put(name, at.toString());
    }
  }

  /**
   * Reads what was written.
   *
   * @throws IllegalArgumentException when it is no usage, or one of another version
   */
  static Usage read(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      if (!json.path("version").asText().equals(VERSION)) {
        throw new IllegalArgumentException("version is not " + VERSION);
      }
      Map<String, Intake.State> tasks = new HashMap<>();
      json.path("tasks")
          .properties()
          .forEach(task -> tasks.put(task.getKey(), intake(task.getValue())));
      return Usage.of(
          new Usage.State(
              histogram(json.path("cpu")),
              histogram(json.path("memory")),
              json.path("samples").asLong(),
              moment(json, "firstSample", Instant.MAX),
              moment(json, "lastSample", Instant.MIN),
              tasks));
    } catch (IOException | DateTimeException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }

  private static Histogram.State histogram(JsonNode json) {
    Map<Integer, Integer> weights = new HashMap<>();
    json.path("weights")
        .properties()
        .forEach(
            weight -> weights.put(Integer.parseInt(weight.getKey()), weight.getValue().asInt()));
    return new Histogram.State(
        weights, json.path("total").asDouble(), moment(json, "reference", Instant.EPOCH));
  }

  private static Intake.State intake(JsonNode json) {
    return new Intake.State(
        moment(json, "lastCpu", Instant.MIN),
        moment(json, "lastMemory", Instant.MIN),
        moment(json, "windowEnd", Instant.MIN),
        json.path("usagePeak").asLong(),
        json.path("oomPeak").asLong());
  }

  private static Instant moment(JsonNode json, String name, Instant otherwise) {
    return json.hasNonNull(name) ? Instant.parse(json.path(name).asText()) : otherwise;
  }
}
