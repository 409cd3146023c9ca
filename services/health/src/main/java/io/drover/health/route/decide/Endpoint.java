package io.drover.health.route.decide;

import java.util.Objects;

/**
 * Where a task can be reached.
 *
 * @param host an IP address, without brackets
 * @param port its port
 */
public record Endpoint(String host, int port) {
  public Endpoint {
    Objects.requireNonNull(host, "host");
  }

  /** As load balancers write it: {@code 10.0.1.5:8080}, {@code [fd00::5]:8080}. */
  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
