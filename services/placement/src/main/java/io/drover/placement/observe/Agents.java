package io.drover.placement.observe;

import io.drover.core.decision.Outcome;
import io.drover.core.model.Resources;
import java.net.URI;

/** The agents, as far as limits and capacity need them. */
public interface Agents {

  /** What all of them know of tasks; never throws. */
  AgentStats ask();

  /**
   * Changes what a running task is limited to; what is absent stays as it is.
   *
   * @param agent base address of the agent of its node
   */
  Outcome limit(URI agent, String taskId, Resources limits);
}
