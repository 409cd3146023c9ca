package io.drover.placement.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.placement.decide.limits.Amount;
import io.drover.placement.decide.limits.TaskHolds.Limit;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * What all agents together know of the tasks on their nodes.
 *
 * @param tasks by task id; a task that no agent knows is absent
 * @param failures one line for each agent that did not answer, or for finding none
 */
public record AgentStats(Map<String, TaskStats> tasks, List<String> failures) {
  private static final int TOLD = 3;

  public AgentStats {
    tasks = Map.copyOf(tasks);
    failures = List.copyOf(failures);
  }

  /** Nobody was asked. */
  public static AgentStats none(String why) {
    return new AgentStats(Map.of(), List.of(why));
  }

  /** Why a task that isn't in here was not measured. */
  public String whyMissing() {
    return failures.isEmpty()
        ? "no agent has a sample of it"
        : String.join("; ", failures.subList(0, Math.min(TOLD, failures.size())));
  }

  /**
   * Reads one agent's {@code GET /v1/stats}. Its times are moved by the difference between its
   * clock and ours.
   *
   * @param receivedAt our time when it arrived
   * @throws RuntimeException when it is none
   */
  static Map<String, TaskStats> read(URI agent, JsonNode answer, Instant receivedAt) {
    if (!answer.path("tasks").isArray()) {
      throw new IllegalArgumentException("the answer has no tasks");
    }
    Duration ahead = Duration.between(receivedAt, Instant.parse(answer.path("at").asText()));
    Map<String, TaskStats> tasks = new HashMap<>();
    for (JsonNode task : answer.path("tasks")) {
      String id = task.path("taskId").asText("");
      if (!id.isEmpty() && task.hasNonNull("sampledAt")) {
        Instant at = Instant.parse(task.path("sampledAt").asText()).minus(ahead);
        tasks.put(id, task(agent, id, task, at));
      }
    }
    return tasks;
  }

  private static TaskStats task(URI agent, String id, JsonNode task, Instant at) {
    Map<Amount, Reading<Limit>> limits = new EnumMap<>(Amount.class);
    limits.put(
        Amount.CPU_LIMIT, limit(task, task.path("cpu").path("quotaNanoCores"), "cpu.quota", at));
    limits.put(
        Amount.MEMORY_LIMIT, limit(task, task.path("memory").path("limit"), "memory.limit", at));
    limits.put(Amount.PIDS_LIMIT, limit(task, task.path("pids").path("limit"), "pids.limit", at));
    return new TaskStats(
        id,
        agent,
        limits,
        reading(task, task.path("cpu").path("nanoCores"), "cpu", at, Cpu::ofNanos),
        reading(task, task.path("memory").path("workingSet"), "memory", at, Bytes::of));
  }

  /** A limit of null is none; one that is left out is not known. */
  private static Reading<Limit> limit(JsonNode task, JsonNode value, String what, Instant at) {
    if (value.isNull()) {
      return Reading.known(new Limit.None(), at);
    }
    return reading(task, value, what, at, Limit.To::new);
  }

  private static <T> Reading<T> reading(
      JsonNode task, JsonNode number, String what, Instant at, LongFunction<? extends T> value) {
    return number.isIntegralNumber() && number.longValue() >= 0
        ? Reading.known(value.apply(number.longValue()), at)
        : Reading.unknown(task.path("unknown").path(what).asText("the agent has no value of it"));
  }
}
