package io.drover.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A time of day that stands still until a test moves it. */
public final class ManualClock implements InstantSource {
  /** Where {@link #ManualClock()} starts. */
  public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final AtomicReference<Instant> now;

  /** Starts at {@link #START}. */
  public ManualClock() {
    this(START);
  }

  /** Starts at a moment. */
  public ManualClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves by so much, backwards too; returns the new time. */
  public Instant advance(Duration by) {
    return now.updateAndGet(instant -> instant.plus(by));
  }

  /** Sets the time. */
  public void set(Instant instant) {
    now.set(instant);
  }
}
