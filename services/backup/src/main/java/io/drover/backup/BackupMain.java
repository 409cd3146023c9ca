package io.drover.backup;

import io.drover.runtime.launch.HealthCheck;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts backup; or checks one that runs, before anything of Quarkus is started. */
@QuarkusMain
public final class BackupMain {
  // Not private: the container takes the class for a bean and would need reflection.
  BackupMain() {}

  /** The process' entry. */
  public static void main(String[] args) {
    HealthCheck.endIfAsked(args);
    Quarkus.run(args);
  }
}
