package io.drover.runtime.lease;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * What the lease's config object says.
 *
 * @param holder instance that holds it, or empty text when it was released
 * @param epoch counts the holders; 1 for the first since the object was created
 * @param renewal counts the renewals in this epoch
 * @param ttl how long the holder claims it after each renewal
 */
record LeaseRecord(String holder, long epoch, long renewal, Duration ttl) {
  private static final String HOLDER = "drover.lease.holder";
  private static final String EPOCH = "drover.lease.epoch";
  private static final String RENEWAL = "drover.lease.renewal";
  private static final String TTL = "drover.lease.ttl";

  /**
   * A holder's name for labels that nobody could have written; waits out its TTL like any other.
   */
  static final String UNREADABLE = "(unreadable)";

  boolean isReleased() {
    return holder.isEmpty();
  }

  Map<String, String> labels() {
    return Map.of(
        HOLDER,
        holder,
        EPOCH,
        Long.toString(epoch),
        RENEWAL,
        Long.toString(renewal),
        TTL,
        ttl.toString());
  }

  /** Reads labels; what somebody damaged by hand is held by nobody known. */
  static LeaseRecord of(Map<String, String> labels, Duration defaultTtl) {
    try {
      String holder = labels.getOrDefault(HOLDER, UNREADABLE);
      long epoch = Long.parseLong(labels.getOrDefault(EPOCH, ""));
      long renewal = Long.parseLong(labels.getOrDefault(RENEWAL, ""));
      Duration ttl = Duration.parse(labels.getOrDefault(TTL, ""));
      if (epoch < 1 || ttl.isNegative()) {
        return new LeaseRecord(UNREADABLE, 1, 0, defaultTtl);
      }
      return new LeaseRecord(holder, epoch, renewal, ttl);
    } catch (NumberFormatException | DateTimeParseException damaged) {
      return new LeaseRecord(UNREADABLE, 1, 0, defaultTtl);
    }
  }
}
