package io.drover.health;

import io.drover.runtime.lease.Lease;

/** One concern of health: started once, with the lease under which all of them act. */
@FunctionalInterface
public interface HealthLoop {

  /** Starts it; never blocks. */
  void start(Lease lease);
}
