package io.drover.scaling.observe;

import io.drover.core.decision.Outcome;
import io.drover.core.model.Resources;
import java.net.URI;

/** The agents, as far as the sizes of tasks go. */
public interface SizeAgents {

  /** Asks all of them at once; never throws, what failed is in the report. */
  LoadReport ask();

  /**
   * Orders an agent to change the limits of a task that runs on its node; never throws.
   *
   * @param agent its base address
   * @param limits the new ones; what is absent stays as it is
   */
  Outcome resize(URI agent, String taskId, Resources limits);
}
