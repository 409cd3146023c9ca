package io.drover.runtime.agents;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Where the agents are. */
@FunctionalInterface
public interface AgentAddresses {

  /**
   * The base addresses of all agents at this moment.
   *
   * @throws UnknownHostException when their name resolves to nothing
   */
  List<URI> all() throws UnknownHostException;

  /** Agents that are listed by hand. */
  static AgentAddresses fixed(List<URI> addresses) {
    List<URI> copy = List.copyOf(addresses);
    return () -> copy;
  }

  /**
   * Agents behind a DNS name with one address for each task, as Swarm's {@code tasks.<service>}
   * has.
   *
   * @param name the name
   * @param port the agents' port
   */
  static AgentAddresses byName(String name, int port) {
    return () ->
        Arrays.stream(InetAddress.getAllByName(name))
            .map(address -> URI.create("http://" + literal(address) + ":" + port))
            .toList();
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }
}
