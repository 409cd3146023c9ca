package io.drover.agent;

import io.drover.agent.mover.Mover;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the agent; or a mover, before anything of Quarkus is started. */
@QuarkusMain
public final class AgentMain {
  private AgentMain() {}

  /** The process' entry. */
  public static void main(String[] args) {
    if (Mover.isWanted()) {
      // Nothing that still runs may keep a mover that is done.
      Runtime.getRuntime().halt(Mover.run());
    }
    Quarkus.run(args);
  }
}
