package io.drover.testkit.sim;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** What all managers agree on: one index that every change moves, and so one order of changes. */
final class Raft {
  private final InstantSource clock;
  private long index = 10;
  private long lastId;

  Raft(InstantSource clock) {
    this.clock = clock;
  }

  /** The version index of the next change. */
  synchronized long next() {
    return ++index;
  }

  /** An id of 25 letters and digits, as swarmkit makes them; in order, so that failures repeat. */
  synchronized String newId(String kind) {
    return String.format(
        Locale.ROOT, "%s%0" + (25 - kind.length()) + "d", kind, Long.valueOf(++lastId));
  }

  Instant now() {
    return clock.instant();
  }
}
