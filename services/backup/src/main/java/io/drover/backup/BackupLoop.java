package io.drover.backup;

import io.drover.runtime.lease.Lease;

/** One concern of backup: started once, with the lease under which all of them act. */
@FunctionalInterface
public interface BackupLoop {

  /** Starts it; never blocks. */
  void start(Lease lease);
}
