package io.drover.agent;

import io.drover.agent.mover.Mover;
import io.drover.runtime.launch.HealthCheck;
import io.drover.runtime.launch.MappedFiles;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the agent; or is a mover, or checks an agent, before anything of Quarkus is started. */
@QuarkusMain
public final class AgentMain {
  // Not private: the container takes the class for a bean and would need reflection.
  AgentMain() {}

  /** The process' entry. */
  public static void main(String[] args) {
    if (Mover.isWanted()) {
      int result = Mover.run();
      MappedFiles.leaveNoTrace();
      // Nothing that still runs may keep a mover that is done.
      Runtime.getRuntime().halt(result);
    }
    HealthCheck.endIfAsked(args);
    Quarkus.run(args);
  }
}
