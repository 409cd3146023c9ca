package io.drover.failover.decide;

import java.time.Instant;

/** Whether the site that doesn't serve could. */
public sealed interface Target {

  /**
   * Its Swarm answers and has its quorum.
   *
   * @param since from when on, without a break
   */
  record Reachable(Instant since) implements Target {}

  /**
   * It does not.
   *
   * @param why what was seen
   */
  record Unreachable(String why) implements Target {}
}
