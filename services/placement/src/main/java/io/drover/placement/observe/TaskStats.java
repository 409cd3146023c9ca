package io.drover.placement.observe;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.placement.decide.limits.Amount;
import io.drover.placement.decide.limits.TaskHolds.Limit;
import java.net.URI;
import java.util.Map;

/**
 * What an agent knows of one task.
 *
 * @param taskId the task
 * @param agent base address of the agent that knows it
 * @param limits what its control group holds it to
 * @param cpu processor time used, averaged over the last seconds
 * @param workingSet the memory that it needs at this moment
 */
public record TaskStats(
    String taskId,
    URI agent,
    Map<Amount, Reading<Limit>> limits,
    Reading<Cpu> cpu,
    Reading<Bytes> workingSet) {
  public TaskStats {
    limits = Map.copyOf(limits);
  }
}
