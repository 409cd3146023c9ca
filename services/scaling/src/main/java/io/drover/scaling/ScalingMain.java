package io.drover.scaling;

import io.drover.runtime.launch.HealthCheck;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts scaling; or checks one that runs, before anything of Quarkus is started. */
@QuarkusMain
public final class ScalingMain {
  // Not private: the container takes the class for a bean and would need reflection.
  ScalingMain() {}

  /** The process' entry. */
  public static void main(String[] args) {
    HealthCheck.endIfAsked(args);
    Quarkus.run(args);
  }
}
