package io.drover.failover.decide;

/** Where a failover stands. */
public enum Phase {
  /** The primary serves. */
  HEALTHY,
  /** A majority saw the primary fail, not often enough to believe it. */
  SUSPECT,
  /** The primary failed; something may hold the move back. */
  FAILED,
  /** The site that served is being made sure to be off; nobody is to serve. */
  FENCING,
  /** The other site is being started, then the records are changed. */
  STARTING,
  /** The stand-by serves. */
  ACTIVE,
  /** Nothing is done until an operator says which site is to serve. */
  MANUAL;

  /** Whether a move is under way. */
  public boolean isMoving() {
    return this == FENCING || this == STARTING;
  }
}
