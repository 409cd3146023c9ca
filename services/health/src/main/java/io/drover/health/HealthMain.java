package io.drover.health;

import io.drover.runtime.launch.HealthCheck;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts health; or checks one that runs, before anything of Quarkus is started. */
@QuarkusMain
public final class HealthMain {
  // Not private: the container takes the class for a bean and would need reflection.
  HealthMain() {}

  /** The process' entry. */
  public static void main(String[] args) {
    HealthCheck.endIfAsked(args);
    Quarkus.run(args);
  }
}
