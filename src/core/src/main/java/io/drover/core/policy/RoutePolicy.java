package io.drover.core.policy;

import java.util.Objects;

/**
 * Membership of a service's tasks in a load balancer's backend.
 *
 * @param backend the backend's name
 * @param port the tasks' port
 * @param check how a task is found to be healthy
 * @param weight share of the traffic, 0 to 256; HAProxy's scale
 * @param maxConnections most connections to one task at a time; 0 for as many as come, as in
 *     HAProxy
 */
public record RoutePolicy(String backend, int port, Check check, int weight, int maxConnections)
    implements Concern {

  /** How a task is found to be healthy. */
  public sealed interface Check {
    /** It accepts a connection. */
    record Tcp() implements Check {}

    /**
     * It answers a GET with success.
     *
     * @param path starts with a slash
     */
    record Http(String path) implements Check {}
  }

  public RoutePolicy {
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(check, "check");
  }
}
