package io.drover.journal.spool;

import java.io.IOException;

/** The spool has reached its size cap; nothing is taken until the database has taken some. */
public final class SpoolFullException extends IOException {

  /**
   * Says how full it is.
   *
   * @param usedBytes what the spool holds
   * @param capBytes what it may hold
   */
  public SpoolFullException(long usedBytes, long capBytes) {
    super("the journal's spool is full: " + usedBytes + " of " + capBytes + " bytes are used");
  }
}
