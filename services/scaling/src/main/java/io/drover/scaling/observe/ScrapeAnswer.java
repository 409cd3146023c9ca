package io.drover.scaling.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Durations;
import io.drover.core.model.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an agent is asked with {@code POST /v1/scrape}, and what it answers. */
final class ScrapeAnswer {
  private ScrapeAnswer() {}

  static JsonNode request(List<ScrapeTarget> targets, Duration window) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("window", Durations.format(window));
    ArrayNode all = request.putArray("targets");
    for (ScrapeTarget target : targets) {
      ObjectNode one = all.addObject();
      one.put("serviceId", target.serviceId());
      one.put("port", target.port()).put("path", target.path());
      ArrayNode names = one.putArray("names");
      target.names().stream().sorted().forEach(names::add);
    }
    return request;
  }

  /**
   * Reads an answer: samples by task id and metric, their times moved to our clock.
   *
   * @param receivedAt our time when it arrived
   * @throws IllegalArgumentException when it is none
   */
  static Map<String, Map<String, TaskSample>> read(JsonNode answer, Instant receivedAt) {
    if (!answer.path("tasks").isArray()) {
      throw new IllegalArgumentException("the answer has no tasks");
    }
    Duration ahead = Duration.between(receivedAt, Instant.parse(answer.path("at").asText()));
    Map<String, Map<String, TaskSample>> tasks = new HashMap<>();
    for (JsonNode task : answer.path("tasks")) {
      Map<String, TaskSample> samples =
          tasks.computeIfAbsent(task.path("taskId").asText(""), id -> new HashMap<>());
      task.path("metrics")
          .properties()
          .forEach(one -> samples.put(one.getKey(), sample(one.getValue(), ahead)));
    }
    return tasks;
  }

  private static TaskSample sample(JsonNode json, Duration ahead) {
    if (!json.path("value").isNumber()) {
      return TaskSample.unknown(json.path("unknown").asText("the agent has no value of it"));
    }
    return new TaskSample(
        Reading.known(
            PrometheusAnswer.milli(json.path("value").decimalValue()),
            Instant.parse(json.path("sampledAt").asText()).minus(ahead)),
        Durations.parse(json.path("window").asText("0s")));
  }
}
