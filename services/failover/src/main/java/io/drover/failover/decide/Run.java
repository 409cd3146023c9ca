package io.drover.failover.decide;

import java.time.Duration;
import java.time.Instant;

/**
 * A history of probes, as far as it matters: how many in a row, up to the newest, showed the same.
 * What can't be known breaks a row, and so does a gap.
 *
 * @param sight what they showed
 * @param count how many there are; 0 where nothing was ever seen
 * @param since when the first of them was
 * @param last when the newest was
 */
public record Run(Sight sight, int count, Instant since, Instant last) {
  /** Nothing was ever seen. */
  public static final Run NONE = new Run(Sight.UNKNOWN, 0, Instant.EPOCH, Instant.EPOCH);

  /**
   * The history with one probe more; one that is older than the newest changes nothing.
   *
   * @param gap time without any probe after which a row begins anew
   */
  public Run then(Sight seen, Instant at, Duration gap) {
    if (at.isBefore(last)) {
      return this;
    }
    boolean goesOn = count > 0 && seen == sight && !at.isAfter(last.plus(gap));
    return goesOn
        ? new Run(seen, count == Integer.MAX_VALUE ? count : count + 1, since, at)
        : new Run(seen, 1, at, at);
  }

  boolean isFresh(Instant now, Duration stale) {
    return count > 0 && !last.plus(stale).isBefore(now);
  }
}
