package io.drover.scaling.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Share;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Reads one agent's {@code GET /v1/stats}. Its times are moved by the difference between its clock
 * and ours.
 *
 * @param tasks what it measured
 * @param killed tasks that ended for want of memory
 */
record LoadAnswer(List<TaskLoad> tasks, List<LoadReport.Killed> killed) {

  /**
   * Reads an answer.
   *
   * @param receivedAt our time when it arrived
   * @throws RuntimeException when it is none
   */
  static LoadAnswer read(URI agent, JsonNode answer, Instant receivedAt) {
    if (!answer.path("tasks").isArray()) {
      throw new IllegalArgumentException("the answer has no tasks");
    }
    Duration ahead = Duration.between(receivedAt, Instant.parse(answer.path("at").asText()));
    List<TaskLoad> tasks = new ArrayList<>();
    for (JsonNode task : answer.path("tasks")) {
      if (!task.path("taskId").asText("").isEmpty() && task.hasNonNull("sampledAt")) {
        tasks.add(load(agent, task, ahead));
      }
    }
    List<LoadReport.Killed> killed = new ArrayList<>();
    for (JsonNode one : answer.path("oomKilled")) {
      killed.add(
          new LoadReport.Killed(
              one.path("taskId").asText(),
              one.path("serviceId").asText(),
              Instant.parse(one.path("startedAt").asText()).minus(ahead),
              Instant.parse(one.path("at").asText()).minus(ahead)));
    }
    return new LoadAnswer(tasks, killed);
  }

  private static TaskLoad load(URI agent, JsonNode task, Duration ahead) {
    Instant at = Instant.parse(task.path("sampledAt").asText()).minus(ahead);
    JsonNode memory = task.path("memory");
    return new TaskLoad(
        task.path("taskId").asText(),
        agent,
        Instant.parse(task.path("startedAt").asText()).minus(ahead),
        reading(task, task.path("cpu").path("nanoCores"), "cpu", at, Cpu::ofNanos),
        reading(
            task,
            memory.has("workingSetPeak")
                ? memory.path("workingSetPeak")
                : memory.path("workingSet"),
            "memory",
            at,
            Bytes::of),
        throttled(task, at),
        reading(task, task.path("oomKills"), "oomKills", at, Long::valueOf),
        limits(task, at));
  }

  private static Reading<Share> throttled(JsonNode task, Instant at) {
    JsonNode share = task.path("cpu").path("throttledShare");
    return share.isNumber() && share.decimalValue().signum() >= 0
        ? Reading.known(new Share(share.decimalValue()), at)
        : Reading.unknown(why(task, "cpu"));
  }

  private static <T> Reading<T> reading(
      JsonNode task, JsonNode number, String what, Instant at, LongFunction<T> value) {
    return number.isIntegralNumber() && number.longValue() >= 0
        ? Reading.known(value.apply(number.longValue()), at)
        : Reading.unknown(why(task, what));
  }

  /** A limit of null is none; one that is left out is not known. */
  private static Reading<Resources> limits(JsonNode task, Instant at) {
    JsonNode cpu = task.path("cpu").path("quotaNanoCores");
    JsonNode memory = task.path("memory").path("limit");
    if (cpu.isMissingNode() || memory.isMissingNode()) {
      return Reading.unknown(why(task, cpu.isMissingNode() ? "cpu.quota" : "memory.limit"));
    }
    Resources limits = Resources.NONE;
    if (cpu.isIntegralNumber()) {
      limits = limits.withCpu(Cpu.ofNanos(cpu.longValue()));
    }
    return Reading.known(
        memory.isIntegralNumber() ? limits.withMemory(Bytes.of(memory.longValue())) : limits, at);
  }

  private static String why(JsonNode task, String what) {
    return task.path("unknown").path(what).asText("the agent has no value of it");
  }
}
