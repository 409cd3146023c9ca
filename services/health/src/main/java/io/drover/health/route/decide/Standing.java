package io.drover.health.route.decide;

import io.drover.core.decision.Reason;

/**
 * Whether a task is to get requests.
 *
 * @param task the task
 * @param place what it comes to
 * @param why the reason
 */
public record Standing(RouteTask task, Place place, Reason why) {

  /** Where a task belongs. */
  public enum Place {
    /** Among those that get requests. */
    IN,
    /** Where it is: what is known is not enough to change that. */
    STAY,
    /** Gets no new request, and finishes those that it has. */
    DRAIN,
    /** Nowhere: it does not run. */
    OUT
  }
}
