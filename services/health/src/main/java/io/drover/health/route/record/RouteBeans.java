package io.drover.health.route.record;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The board that the loop writes and the API reads. */
@Singleton
public final class RouteBeans {

  /** One for the process. */
  @Produces
  @Singleton
  RouteBoard board() {
    return new RouteBoard();
  }
}
