package io.drover.failover;

import io.drover.runtime.launch.HealthCheck;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts failover; or checks one that runs, before anything of Quarkus is started. */
@QuarkusMain
public final class FailoverMain {
  // Not private: the container takes the class for a bean and would need reflection.
  FailoverMain() {}

  /** The process' entry. */
  public static void main(String[] args) {
    HealthCheck.endIfAsked(args);
    Quarkus.run(args);
  }
}
