package io.drover.scaling.decide.vertical;

import io.drover.core.decision.Plan;

/**
 * A plan for one service, with what led to it.
 *
 * @param plan what to do
 * @param estimate what tasks should reserve
 */
public record ResizeVerdict(Plan plan, VerticalResult.Estimate estimate) {

  /** Whether it takes back an update that is still under way, and gets no further. */
  public boolean endsUpdate() {
    return isRepair()
        && plan.reasons().stream().anyMatch(reason -> reason.code().equals(TakeBack.UPDATE_HANGS));
  }

  /** Whether the plan takes back what did the service no good. */
  public boolean isRepair() {
    return plan.reasons().stream().anyMatch(reason -> reason.code().equals(TakeBack.TAKEN_BACK));
  }
}
