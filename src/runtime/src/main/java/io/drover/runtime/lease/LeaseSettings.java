package io.drover.runtime.lease;

import io.drover.core.model.Durations;
import java.time.Duration;

/**
 * How long a lease lasts. The holder counts from before it asked for the renewal, a contender from
 * when it saw the renewal, so the holder always stops first; what lies between {@code actFor} and
 * {@code patience()} also covers clocks that run at different speeds and a last request on its way.
 *
 * @param ttl how long a contender must see the lease unchanged before it may take over
 * @param renewEvery how often the holder renews and a contender looks
 * @param actFor how long after its last successful renewal the holder may act
 */
public record LeaseSettings(Duration ttl, Duration renewEvery, Duration actFor) {
  /** 15 s, renewed every 3 s, acting for 10 s: three renewals may fail in a row. */
  public static final LeaseSettings DEFAULT =
      new LeaseSettings(Duration.ofSeconds(15), Duration.ofSeconds(3), Duration.ofSeconds(10));

  /**
   * How long a step takes to arrive at the engine, at the most: the holder begins none that the
   * lease might not outlast.
   */
  public static final Duration STEP_TAKES = Duration.ofSeconds(3);

  /** A contender waits longer than the TTL by this part of it, since its clock may run fast. */
  private static final int DRIFT_DIVISOR = 20;

  public LeaseSettings {
    if (renewEvery.isNegative() || renewEvery.isZero()) {
      throw new IllegalArgumentException("renewEvery must be positive: " + renewEvery);
    }
    if (actFor.compareTo(renewEvery.multipliedBy(2)) < 0 || ttl.compareTo(actFor) <= 0) {
      throw new IllegalArgumentException(
          "a lease needs 2 x renew-every <= act-for < ttl: drover.lease.renew-every is %s, act-for %s, ttl %s"
              .formatted(text(renewEvery), text(actFor), text(ttl)));
    }
  }

  /**
   * These settings, for a loop that takes steps.
   *
   * @throws IllegalArgumentException when they leave a holder moments, or all of its time, in which
   *     it may begin no step although it renews in time
   */
  public LeaseSettings forSteps() {
    Duration least = renewEvery.plus(STEP_TAKES);
    if (actFor.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "drover.lease.act-for is %s, too short to act: a step takes up to %s and the lease is renewed every %s, so it must be %s or more, and drover.lease.ttl longer than that"
              .formatted(text(actFor), text(STEP_TAKES), text(renewEvery), text(least)));
    }
    return this;
  }

  private static String text(Duration duration) {
    return Durations.format(duration);
  }

  /** How long a contender waits on a lease of this TTL, by its own clock. */
  Duration patience(Duration leaseTtl) {
    Duration longer = leaseTtl.compareTo(ttl) > 0 ? leaseTtl : ttl;
    return longer.plus(longer.dividedBy(DRIFT_DIVISOR));
  }
}
