package io.drover.scaling.decide;

import java.time.Instant;

/** What Drover last set a service's replica count to, if it ever did. */
public sealed interface Ownership {

  /** Drover never set it. */
  record NeverSet() implements Ownership {}

  /**
   * Drover set it, and it has not been seen lower since.
   *
   * @param replicas the count
   * @param at when the engine had answered, or when it was seen
   */
  record SetTo(int replicas, Instant at) implements Ownership {}
}
