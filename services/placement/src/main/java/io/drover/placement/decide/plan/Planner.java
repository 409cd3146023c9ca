package io.drover.placement.decide.plan;

import java.util.Map;

/**
 * Says where Swarm would place tasks, without placing any: its own scheduler's filters and its
 * spread, and Drover's budgets besides. Pure; the same input gives the same plan.
 */
public final class Planner {
  private Planner() {}

  /** Places everything that stands on no node yet. */
  public static PlanResult plan(PlanInput input) {
    return new PlanRun(input).result();
  }

  /**
   * What becomes of the plan when one node dies: what it had is placed on the others, where
   * everything else stays, since Swarm moves nothing.
   *
   * @return for each node, in the order of the input
   */
  public static Map<String, Loss> losses(PlanInput input) {
    return new PlanRun(input).losses();
  }
}
