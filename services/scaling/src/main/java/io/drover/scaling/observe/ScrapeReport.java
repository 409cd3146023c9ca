package io.drover.scaling.observe;

import java.util.List;
import java.util.Map;

/**
 * What the tasks told the agents of themselves.
 *
 * @param byTask samples by task id and metric
 * @param failures one line for each agent that did not answer, or for finding none
 */
public record ScrapeReport(Map<String, Map<String, TaskSample>> byTask, List<String> failures) {
  /** Nothing was asked. */
  public static final ScrapeReport NONE = new ScrapeReport(Map.of(), List.of());

  public ScrapeReport {
    byTask = Map.copyOf(byTask);
    failures = List.copyOf(failures);
  }

  /** The sample of a task; unknown where no agent told of it. */
  public TaskSample of(String taskId, String metric) {
    TaskSample sample = byTask.getOrDefault(taskId, Map.of()).get(metric);
    return sample == null
        ? TaskSample.unknown(
            failures.isEmpty() ? "no agent has the task" : String.join("; ", failures))
        : sample;
  }
}
