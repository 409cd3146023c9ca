package io.drover.scaling.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Durations;
import io.drover.core.model.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one agent's {@code GET /v1/stats}. The times in it are the agent's: they are moved by the
 * difference between its clock and ours, so that a node with a wrong clock is not taken for a
 * silent one.
 */
final class AgentAnswer {
  private AgentAnswer() {}

  /**
   * Reads an answer.
   *
   * @param receivedAt our time when it arrived
   * @throws IllegalArgumentException when it is none
   */
  static List<TaskUsage> read(JsonNode answer, Instant receivedAt) {
    if (!answer.path("tasks").isArray()) {
      throw new IllegalArgumentException("the answer has no tasks");
    }
    Instant itsNow = Instant.parse(answer.path("at").asText());
    Duration ahead = Duration.between(receivedAt, itsNow);
    List<TaskUsage> usage = new ArrayList<>();
    for (JsonNode task : answer.path("tasks")) {
      String id = task.path("taskId").asText("");
      if (!id.isEmpty()) {
        usage.add(usage(id, task, ahead));
      }
    }
    return usage;
  }

  private static TaskUsage usage(String id, JsonNode task, Duration ahead) {
    JsonNode nanos = task.path("cpu").path("nanoCores");
    JsonNode workingSet = task.path("memory").path("workingSet");
    if (!task.hasNonNull("sampledAt")) {
      return new TaskUsage(
          id, Reading.unknown("no sample yet"), Reading.unknown("no sample yet"), Duration.ZERO);
    }
    Instant at = Instant.parse(task.path("sampledAt").asText()).minus(ahead);
    return new TaskUsage(
        id,
        nanos.isIntegralNumber() && nanos.longValue() >= 0
            ? Reading.known(Cpu.ofNanos(nanos.longValue()), at)
            : Reading.unknown(why(task, "cpu")),
        workingSet.isIntegralNumber() && workingSet.longValue() >= 0
            ? Reading.known(Bytes.of(workingSet.longValue()), at)
            : Reading.unknown(why(task, "memory")),
        task.hasNonNull("window") ? Durations.parse(task.path("window").asText()) : Duration.ZERO);
  }

  private static String why(JsonNode task, String what) {
    return task.path("unknown").path(what).asText("the agent has no value of it");
  }
}
