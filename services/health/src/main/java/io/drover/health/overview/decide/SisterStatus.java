package io.drover.health.overview.decide;

import java.time.Instant;
import java.util.List;

/**
 * What a service said of itself.
 *
 * @param at when it said so, by our clock
 * @param instance the instance that answered
 * @param mode {@code enforce} or {@code observe}
 * @param paused whether it knows that the suite is paused
 * @param pausedUntil when the pause ends; empty text where there is none
 * @param leases its leases
 * @param missing everything that is wrong, in its words
 */
public record SisterStatus(
    Instant at,
    String instance,
    String mode,
    boolean paused,
    String pausedUntil,
    List<Held> leases,
    List<String> missing) {

  /**
   * Who acts.
   *
   * @param lease the lease
   * @param holder the instance that holds it; empty text for nobody that is known
   */
  public record Held(String lease, String holder) {}

  public SisterStatus {
    leases = List.copyOf(leases);
    missing = List.copyOf(missing);
  }
}
