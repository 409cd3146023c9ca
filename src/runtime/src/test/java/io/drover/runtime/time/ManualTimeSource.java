package io.drover.runtime.time;

import java.time.Duration;
import java.time.Instant;

/** Both clocks of a machine, in a test's hand. */
public final class ManualTimeSource implements TimeSource {
  /** What the wall clock says at first. */
  public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private Moment now = new Moment(-5_000_000_000L, START);

  @Override
  public synchronized Moment now() {
    return now;
  }

  /** Time passes. */
  public synchronized void advance(Duration by) {
    now = new Moment(now.monotonicNanos() + by.toNanos(), now.wall().plus(by));
  }

  /** The machine sleeps: its monotonic clock stands still. */
  public synchronized void suspend(Duration length) {
    now = new Moment(now.monotonicNanos(), now.wall().plus(length));
  }

  /** Somebody sets the wall clock. */
  public synchronized void setWall(Instant wall) {
    now = new Moment(now.monotonicNanos(), wall);
  }
}
