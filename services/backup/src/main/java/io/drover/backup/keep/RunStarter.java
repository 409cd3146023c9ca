package io.drover.backup.keep;

import io.drover.backup.run.RunRequest;
import io.drover.backup.run.Runs;

/** Starts runs of backups. */
@FunctionalInterface
public interface RunStarter {

  /**
   * Starts a run; returns once it is planned.
   *
   * @throws io.drover.engine.EngineException when the engine can't be read from
   */
  Runs.Started start(RunRequest request);
}
