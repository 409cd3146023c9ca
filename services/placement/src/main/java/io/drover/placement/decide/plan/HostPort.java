package io.drover.placement.decide.plan;

import java.util.Objects;

/**
 * A port that a task publishes on its node itself ({@code mode: host}); only one task there can.
 *
 * @param port number
 * @param protocol tcp, udp or sctp
 */
public record HostPort(int port, String protocol) {
  public HostPort {
    Objects.requireNonNull(protocol, "protocol");
  }

  @Override
  public String toString() {
    return port + "/" + protocol;
  }
}
