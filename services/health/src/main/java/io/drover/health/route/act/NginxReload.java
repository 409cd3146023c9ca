package io.drover.health.route.act;

import io.drover.core.decision.Outcome;

/** How files that were written come into force. */
interface NginxReload {

  /**
   * Has the files tested, and read by nginx. Only {@link Outcome.Failed} of kind REJECTED means
   * that they are wrong and that the old ones are to come back.
   */
  Outcome apply();

  /** What is wrong with what was applied before; empty text where nothing is known to be. */
  String complaint();
}
