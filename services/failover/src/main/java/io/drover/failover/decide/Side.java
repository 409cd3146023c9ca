package io.drover.failover.decide;

/** One of two sites. */
public enum Side {
  /** Where users are served unless it failed. */
  PRIMARY,
  /** Where they are served then. */
  STANDBY;

  /** The other one. */
  public Side other() {
    return this == PRIMARY ? STANDBY : PRIMARY;
  }
}
