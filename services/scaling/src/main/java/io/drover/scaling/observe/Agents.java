package io.drover.scaling.observe;

import java.util.List;
import java.util.Map;

/** The agents of the Swarm. */
@FunctionalInterface
public interface Agents {

  /** Asks all of them at once for the present usage; never throws, what failed is in the report. */
  AgentsReport ask();

  /**
   * Asks all of them for the tasks' own metrics; never throws. What is asked for first is not known
   * at once: the agents ask the tasks from then on.
   */
  default ScrapeReport scrape(List<ScrapeTarget> targets) {
    return new ScrapeReport(Map.of(), List.of("no agent asks tasks for metrics"));
  }
}
