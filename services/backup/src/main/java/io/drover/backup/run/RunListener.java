package io.drover.backup.run;

import java.util.List;

/** Hears of runs. Told on the run's own thread: what takes long belongs elsewhere. */
public interface RunListener {

  /** A run got further. */
  default void progressed(RunView view) {}

  /**
   * A run is over.
   *
   * @param services names of the services that it was about
   */
  void finished(RunView view, List<String> services);
}
