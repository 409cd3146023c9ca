package io.drover.placement.observe.moves;

import io.drover.core.model.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Since when tasks were seen running. A task's own time stamp is by its node's clock, which may be
 * off; what was seen here is by one clock.
 *
 * @param since the running tasks
 */
public record TaskWatch(Map<String, Instant> since) {
  /** Nothing seen yet. */
  public static final TaskWatch NONE = new TaskWatch(Map.of());

  public TaskWatch {
    since = Map.copyOf(since);
  }

  /** With another look. */
  public TaskWatch after(List<TaskView> tasks, Instant now) {
    Map<String, Instant> next = new HashMap<>();
    for (TaskView task : tasks) {
      if (task.isRunning()) {
        next.put(task.id(), since.getOrDefault(task.id(), now));
      }
    }
    return new TaskWatch(next);
  }

  /** The tasks that were seen running for so long. */
  public Set<String> settled(Instant now, Duration settle) {
    Instant latest = now.minus(settle);
    return since.entrySet().stream()
        .filter(task -> !task.getValue().isAfter(latest))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
