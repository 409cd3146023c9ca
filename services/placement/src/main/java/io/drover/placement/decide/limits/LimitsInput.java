package io.drover.placement.decide.limits;

import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.StackLimits;
import java.time.Instant;
import java.util.List;

/**
 * Everything that matters for one service's limits.
 *
 * @param now when it is decided
 * @param service as observed
 * @param documented what it is documented to have
 * @param ranges the LimitRanges of its stack
 * @param tasks what its running tasks are held to
 * @param fewestCores of the nodes that its tasks may come to, those of the smallest
 * @param past what was done of late
 */
public record LimitsInput(
    Instant now,
    ServiceView service,
    Documented documented,
    List<StackLimits> ranges,
    List<TaskHolds> tasks,
    Reading<Cpu> fewestCores,
    PastRepairs past) {
  public LimitsInput {
    ranges = List.copyOf(ranges);
    tasks = List.copyOf(tasks);
  }
}
