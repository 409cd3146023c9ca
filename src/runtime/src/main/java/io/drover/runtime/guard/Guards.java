package io.drover.runtime.guard;

import io.drover.core.decision.Guard;

/** The guards that every loop has. */
public final class Guards {
  private Guards() {}

  /**
   * All of them; what several would hold is held by the first of: rollout, observe mode, pause,
   * lease.
   */
  public static Guard<GuardContext> standard() {
    Guard<GuardContext> rollout = new RolloutGuard();
    return rollout.then(new ObserveModeGuard()).then(new PauseGuard()).then(new LeaseGuard());
  }
}
