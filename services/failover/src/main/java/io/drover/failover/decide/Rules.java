package io.drover.failover.decide;

import java.time.Duration;

/**
 * When a site counts as failed, and what then holds back.
 *
 * @param period time between two probes of one vantage point
 * @param failures how many probes in a row have to fail, or to succeed, to be believed
 * @param repair how long a Swarm that has its quorum gets to repair its entry points itself
 * @param holdDown how long after a move nothing else is moved
 * @param flaps how many recoveries within {@code flapsWithin} are too many to trust the next
 *     failure
 * @param flapsWithin the window of {@code flaps}
 * @param moves most moves within {@code movesWithin}
 * @param movesWithin the window of {@code moves}
 * @param startWithin how long the other site may take to serve before somebody has to look
 * @param backAfter how long a site has to be up before it may be failed back to
 * @param withoutFence what to do when nothing confirms that the failed site is off
 */
public record Rules(
    Duration period,
    int failures,
    Duration repair,
    Duration holdDown,
    int flaps,
    Duration flapsWithin,
    int moves,
    Duration movesWithin,
    Duration startWithin,
    Duration backAfter,
    WithoutFence withoutFence) {
  public Rules {
    if (!period.isPositive() || failures < 1 || flaps < 1 || moves < 1) {
      throw new IllegalArgumentException("period, failures, flaps and moves must be positive");
    }
  }

  /** What to do when nothing confirms that the failed site is off. */
  public enum WithoutFence {
    /** Stop, and leave it to an operator: never two active sites. */
    REFUSE,
    /** Go on: two sites may be active at once when the first was only cut off. */
    CONTINUE
  }

  /** Age at which what a vantage point saw last says nothing any more. */
  Duration stale() {
    return period.multipliedBy(failures);
  }
}
