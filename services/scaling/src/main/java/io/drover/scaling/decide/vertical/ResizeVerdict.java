package io.drover.scaling.decide.vertical;

import io.drover.core.decision.Plan;

/**
 * A plan for one service, with what led to it.
 *
 * @param plan what to do
 * @param estimate what tasks should reserve
 */
public record ResizeVerdict(Plan plan, VerticalResult.Estimate estimate) {

  /** Whether the plan takes back what did the service no good. */
  public boolean isRepair() {
    return plan.reasons().stream().anyMatch(reason -> reason.code().equals(TakeBack.TAKEN_BACK));
  }
}
