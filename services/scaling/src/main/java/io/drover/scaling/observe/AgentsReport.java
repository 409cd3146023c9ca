package io.drover.scaling.observe;

import java.util.List;
import java.util.Map;

/**
 * What all agents together answered.
 *
 * @param usage by task id; a task that no agent knows is absent
 * @param answered how many agents answered
 * @param failures one line for each agent that did not, or for finding none
 */
public record AgentsReport(Map<String, TaskUsage> usage, int answered, List<String> failures) {
  public AgentsReport {
    usage = Map.copyOf(usage);
    failures = List.copyOf(failures);
  }

  /** Why a task that isn't in the report was not measured. */
  public String whyMissing() {
    return failures.isEmpty()
        ? "no agent has a sample of it"
        : String.join("; ", failures.subList(0, Math.min(3, failures.size())));
  }
}
