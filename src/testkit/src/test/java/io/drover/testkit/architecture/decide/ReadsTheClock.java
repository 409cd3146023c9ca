package io.drover.testkit.architecture.decide;

import java.time.Instant;

/** Breaks a rule on purpose. */
public final class ReadsTheClock {
  private ReadsTheClock() {}

  /** Now, which a decision must be told. */
  public static Instant now() {
    return Instant.now();
  }
}
