package io.drover.runtime.record;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Ids that sort by the time they were made: UUID version 7 (RFC 9562, section 5.7), whose 12 bits
 * after the milliseconds count ids of the same millisecond (section 6.2, method 1). Within a
 * process each id is greater than the last, also when the clock is set back.
 */
public final class DecisionIds {
  private static final int COUNTER_BITS = 12;
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final InstantSource clock;
  private final RandomGenerator random;
  private long lastTick;

  /** Ids by this clock; {@code random} keeps those of several processes apart. */
  public DecisionIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** The next id, in the usual form with dashes, lower case. */
  public synchronized String next() {
    // Milliseconds and counter are one number, so that an overflow borrows from the next
    // millisecond.
    lastTick = Math.max(clock.millis() << COUNTER_BITS, lastTick + 1);
    long millis = lastTick >>> COUNTER_BITS;
    long counter = lastTick & ((1L << COUNTER_BITS) - 1);
    return new UUID(millis << 16 | VERSION_7 | counter, VARIANT | random.nextLong() >>> 2)
        .toString();
  }
}
