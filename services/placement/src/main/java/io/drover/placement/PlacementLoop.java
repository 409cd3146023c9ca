package io.drover.placement;

import io.drover.runtime.lease.Lease;

/** One concern of placement: started once, with the lease under which all of them act. */
@FunctionalInterface
public interface PlacementLoop {

  /** Starts it; never blocks. */
  void start(Lease lease);
}
