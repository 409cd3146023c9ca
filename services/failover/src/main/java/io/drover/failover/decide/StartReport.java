package io.drover.failover.decide;

import java.time.Instant;

/** How far the start of a site has come. */
public sealed interface StartReport {

  /** Nothing yet. */
  record Nothing() implements StartReport {}

  /**
   * Its stacks are not all healthy yet.
   *
   * @param epoch of the move
   * @param since when whoever leads now began to try, or last saw them healthy
   * @param waiting for what
   */
  record Starting(long epoch, Instant since, String waiting) implements StartReport {}

  /**
   * Its stacks are healthy; the records don't lead there yet.
   *
   * @param epoch of the move
   * @param problem why the records were not changed
   */
  record Unpointed(long epoch, String problem) implements StartReport {}

  /**
   * Its stacks are healthy and the records lead there.
   *
   * @param epoch of the move
   */
  record Serving(long epoch) implements StartReport {}
}
