package io.drover.journal;

import java.time.Duration;

/**
 * How the journal drains and forgets.
 *
 * @param retention how long decisions are kept that changed nothing
 * @param actedRetention how long those are kept that changed something
 * @param batchRecords how many are stored together
 * @param firstRetry the pause after the first failure; it doubles with each further one
 * @param longestRetry the longest pause
 * @param probeInterval how often an idle journal looks for its database and for orphaned spools
 * @param pruneInterval how often old decisions are deleted
 */
public record JournalSettings(
    Duration retention,
    Duration actedRetention,
    int batchRecords,
    Duration firstRetry,
    Duration longestRetry,
    Duration probeInterval,
    Duration pruneInterval) {

  /** The defaults: 14 days, 90 for what changed something. */
  public static final JournalSettings DEFAULT =
      new JournalSettings(
          Duration.ofDays(14),
          Duration.ofDays(90),
          200,
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          Duration.ofHours(1));

  /** These, with other times to keep decisions. */
  public JournalSettings keeping(Duration idle, Duration acted) {
    return new JournalSettings(
        idle, acted, batchRecords, firstRetry, longestRetry, probeInterval, pruneInterval);
  }
}
