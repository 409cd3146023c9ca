package io.drover.health.decide.alert;

/**
 * A service that is scaled between bounds.
 *
 * @param service its name
 * @param serviceId its id
 * @param existing tasks that it has
 * @param wanted tasks that its spec asks for
 * @param min fewest that it may have
 * @param max most that it may have
 */
public record Autoscaled(
    String service, String serviceId, int existing, int wanted, int min, int max) {

  /** Bounds that are one and the same number leave nothing to reach. */
  boolean isAtMaximum() {
    return existing == wanted && wanted == max && max > min;
  }
}
