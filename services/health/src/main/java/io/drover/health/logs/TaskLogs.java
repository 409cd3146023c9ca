package io.drover.health.logs;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import io.drover.engine.Engine;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last lines that tasks wrote, as the managers fetch them from the nodes. Nothing is kept: what
 * a task writes may hold secrets.
 */
final class TaskLogs {
  private static final int LARGEST = 4 << 20;
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Pattern ID = Pattern.compile("[a-z0-9]{1,64}");

  private final Engine engine;

  TaskLogs(Engine engine) {
    this.engine = engine;
  }

  /**
   * What a task wrote.
   *
   * @param task the task
   * @param read its lines
   * @param partial whether it wrote so much that the end was not reached
   */
  record Written(TaskView task, LogFrames.Read read, boolean partial) {}

  /**
   * What one task wrote last; absent when there is no such task.
   *
   * @param tail lines at most
   */
  Optional<Written> ofTask(String taskId, int tail) {
    if (!ID.matcher(taskId).matches()) {
      return Optional.empty();
    }
    Optional<JsonNode> task = engine.inspect("/tasks/" + taskId).map(RawJson::tree);
    return task.map(json -> read(json, tail));
  }

  /**
   * What the task of a service wrote that failed last, or else one that runs; absent when there is
   * no such service, or no task of it ever had a container.
   */
  Optional<Written> ofService(String service, int tail) {
    Optional<RawJson> found =
        engine.list("/services").stream()
            .filter(one -> one.tree().at("/Spec/Name").asText().equals(service))
            .findFirst();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String id = found.get().tree().path("ID").asText();
    List<JsonNode> tasks = new ArrayList<>();
    for (RawJson one : engine.list("/tasks")) {
      JsonNode json = one.tree();
      if (json.path("ServiceID").asText().equals(id)
          && !EngineReader.task(json).containerId().isEmpty()) {
        tasks.add(json);
      }
    }
    return tasks.stream().max(MOST_TELLING).map(json -> read(json, tail));
  }

  /** One that failed tells why; of several the last one. */
  private static final Comparator<JsonNode> MOST_TELLING =
      Comparator.comparing((JsonNode json) -> EngineReader.task(json).state() == TaskState.FAILED)
          .thenComparing(json -> EngineReader.task(json).isRunning())
          .thenComparing(json -> EngineReader.task(json).stateSince());

  private Written read(JsonNode json, int tail) {
    TaskView task = EngineReader.task(json);
    boolean framed = !json.at("/Spec/ContainerSpec/TTY").asBoolean();
    String path =
        "/tasks/%s/logs?stdout=1&stderr=1&timestamps=1&tail=%d".formatted(task.id(), tail);
    byte[] bytes = engine.read(path, LARGEST, LONGEST).orElseGet(() -> new byte[0]);
    return new Written(task, LogFrames.read(bytes, framed, tail), bytes.length == LARGEST);
  }
}
