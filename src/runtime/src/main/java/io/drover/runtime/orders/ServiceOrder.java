package io.drover.runtime.orders;

import io.drover.runtime.pause.PauseState;
import java.time.Instant;
import java.util.Optional;

/** What an operator ordered for one service, for a while. */
public sealed interface ServiceOrder {
  /** When it ends by itself. */
  Instant until();

  /** Who ordered it. */
  String by();

  /** Why, in their words. */
  String why();

  /** Nothing is done to the service. */
  record Pause(Instant until, String by, String why) implements ServiceOrder {}

  /**
   * It has this count, whatever its policy comes to.
   *
   * @param replicas at least 0
   */
  record Replicas(int replicas, Instant until, String by, String why) implements ServiceOrder {}

  /**
   * Somebody ordered something that can't be read: until it is mended, nothing is done.
   *
   * @param why what is wrong
   */
  record Unreadable(String why) implements ServiceOrder {
    @Override
    public Instant until() {
      return Instant.MAX;
    }

    @Override
    public String by() {
      return "";
    }
  }

  /** The suite's pause, or else the one that is ordered for a service. */
  static PauseState pause(PauseState ofSuite, Optional<ServiceOrder> order) {
    if (!ofSuite.isRunning() || order.isEmpty()) {
      return ofSuite;
    }
    return switch (order.get()) {
      case Pause(Instant until, String by, String why) -> new PauseState.Paused(until, by, why);
      case Unreadable(String why) -> new PauseState.Unreadable(why);
      case Replicas replicas -> ofSuite;
    };
  }
}
