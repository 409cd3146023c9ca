package io.drover.failover;

import io.drover.runtime.lease.Lease;

/** One concern of failover: started once, with the lease under which all of them act. */
@FunctionalInterface
public interface FailoverLoop {

  /** Starts it; never blocks. */
  void start(Lease lease);
}
