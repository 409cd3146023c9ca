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

  /** The host with port 0, which stands for any: of a task whose port can't be read. */
  public Endpoint atAnyPort() {
    return new Endpoint(host, 0);
  }

  /** As load balancers write it: {@code 10.0.1.5:8080}, {@code [fd00::5]:8080}. */
  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
