package io.drover.failover.mirror.decide;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.failover.mirror.MirrorReport;
import java.util.Map;

/**
 * What is to be written, and how ready the stand-by is.
 *
 * @param plan the steps with their reasons, for guards and for people
 * @param writes what each step writes
 * @param report what was found
 */
public record MirrorDecision(Plan plan, Map<Action, MirrorWrite> writes, MirrorReport report) {
  public MirrorDecision {
    writes = Map.copyOf(writes);
  }
}
