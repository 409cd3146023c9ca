package io.drover.journal;

import java.time.Instant;

/** Whether the journal's database answers, as last seen. */
public sealed interface DatabaseState {

  /** When this began. */
  Instant since();

  /** It takes decisions and answers queries. */
  record Reachable(Instant since) implements DatabaseState {}

  /**
   * It does not answer, or has not yet; decisions stay in the spool.
   *
   * @param since when it was first missed
   * @param reason what the last attempt met
   */
  record Away(Instant since, String reason) implements DatabaseState {}

  /** The state after an attempt that succeeded. */
  default DatabaseState reached(Instant now) {
    return this instanceof Reachable ? this : new Reachable(now);
  }

  /** The state after an attempt that failed. */
  default DatabaseState missed(Instant now, String reason) {
    return new Away(this instanceof Away(Instant since, String before) ? since : now, reason);
  }
}
