package io.drover.health.route.decide;

/**
 * One server of a HAProxy backend's {@code server-template}, as HAProxy tells it.
 *
 * @param name its name
 * @param endpoint the address that it has now; a placeholder at first
 * @param state whether it gets requests, as far as that was set from outside
 * @param up whether HAProxy's own check finds it well
 * @param weight its weight
 * @param maxConnections most connections; 0 for as many as come
 * @param sessions connections at present
 */
public record Slot(
    String name,
    Endpoint endpoint,
    State state,
    boolean up,
    int weight,
    int maxConnections,
    int sessions) {

  /** What HAProxy was told of a server. */
  public enum State {
    /** Gets requests while it is up. */
    READY,
    /** Gets no new requests. */
    DRAIN,
    /** Is out of use, and free. */
    MAINT
  }

  /** Whether it holds a task's place. */
  public boolean isTaken() {
    return state != State.MAINT;
  }

  /** As it is with another state. */
  public Slot in(State other) {
    return new Slot(name, endpoint, other, up, weight, maxConnections, sessions);
  }
}
