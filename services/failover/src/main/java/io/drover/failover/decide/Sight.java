package io.drover.failover.decide;

/** What one probe of a site showed. */
public enum Sight {
  /** Users are served. */
  UP,
  /** Nothing answers that should: refused, unreachable, timed out, or answered with a failure. */
  DOWN,
  /** The probe itself failed, so that it says nothing of the site. */
  UNKNOWN
}
