package io.drover.failover.decide;

/** What is known of a site's being off. */
public sealed interface FenceReport {

  /** Nothing yet. */
  record Nothing() implements FenceReport {}

  /**
   * It is off, and stays so.
   *
   * @param epoch of the move for which it was fenced
   * @param how what makes it sure
   */
  record Confirmed(long epoch, String how) implements FenceReport {}

  /**
   * Everything was tried, and nothing confirmed it.
   *
   * @param epoch of the move for which it was tried
   * @param why what was tried, and how it failed
   */
  record Failed(long epoch, String why) implements FenceReport {}
}
