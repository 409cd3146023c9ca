package io.drover.failover.decide;

import java.time.Instant;
import java.util.List;

/**
 * Everything that a decision depends on.
 *
 * @param rules when to move
 * @param now the time
 * @param state what is remembered
 * @param places what each place saw, the watcher's own included
 * @param servingHasQuorum whether the serving site's Swarm answers and has its quorum, so that it
 *     repairs its services itself
 * @param target whether the other site could serve
 * @param fence what is known of the serving site's being off
 * @param start how far the other site's start has come
 * @param order what an operator wants
 * @param paused whether somebody paused the suite
 */
public record Situation(
    Rules rules,
    Instant now,
    State state,
    List<Vantage> places,
    boolean servingHasQuorum,
    Target target,
    FenceReport fence,
    StartReport start,
    Order order,
    boolean paused) {
  public Situation {
    places = List.copyOf(places);
    if (places.isEmpty()) {
      throw new IllegalArgumentException("there is at least the watcher's own place");
    }
  }
}
