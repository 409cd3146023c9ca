package io.drover.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process brings about, as long as it takes on a slow machine. */
public final class Eventually {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private Eventually() {}

  /**
   * Waits until a condition holds; one that throws doesn't hold yet.
   *
   * @param what in words, for the failure's message
   * @throws AssertionError when it doesn't hold within two minutes
   */
  public static void holds(String what, BooleanSupplier condition) {
    gives(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /**
   * Waits until there is a value; a supplier that throws has none yet.
   *
   * @param what in words, for the failure's message
   * @throws AssertionError when there is none within two minutes
   */
  public static <T> T gives(String what, Supplier<Optional<T>> supplier) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      RuntimeException failure = null;
      try {
        Optional<T> value = supplier.get();
        if (value.isPresent()) {
          return value.get();
        }
      } catch (RuntimeException e) {
        failure = e;
      }
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what, failure);
      }
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
  }
}
