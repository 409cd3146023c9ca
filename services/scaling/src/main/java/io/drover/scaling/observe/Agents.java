package io.drover.scaling.observe;

/** The agents of the Swarm. */
@FunctionalInterface
public interface Agents {

  /** Asks all of them at once for the present usage; never throws, what failed is in the report. */
  AgentsReport ask();
}
