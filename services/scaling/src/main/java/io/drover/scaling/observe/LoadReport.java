package io.drover.scaling.observe;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What all agents together know of tasks and their sizes.
 *
 * @param tasks by task id; a task that no agent knows is absent
 * @param killed tasks that ended for want of memory in the last minutes
 * @param failures one line for each agent that did not answer, or for finding none
 */
public record LoadReport(Map<String, TaskLoad> tasks, List<Killed> killed, List<String> failures) {

  /** A task that ended for want of memory. */
  public record Killed(String taskId, String serviceId, Instant startedAt, Instant at) {}

  public LoadReport {
    tasks = Map.copyOf(tasks);
    killed = List.copyOf(killed);
    failures = List.copyOf(failures);
  }

  /** Why a task that isn't in the report was not measured. */
  public String whyMissing() {
    return failures.isEmpty()
        ? "no agent has a sample of it"
        : String.join("; ", failures.subList(0, Math.min(3, failures.size())));
  }
}
