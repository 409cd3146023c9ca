package io.drover.runtime.loop;

import java.time.Duration;

/** Hears how a loop gets on; called on the loop's threads, so it must not block. */
public interface LoopListener {

  /** A round observed everything. */
  void observed(Duration took);

  /** A round could not observe. */
  void observeFailed(Exception why);

  /** A key was reconciled. */
  void reconciled(Key key, Duration took);

  /** A key could not be reconciled, and now backs off. */
  void reconcileFailed(Key key, Exception why);
}
