package io.drover.health.route.decide;

import io.drover.core.model.Reading;
import java.time.Instant;
import java.util.List;

/**
 * Finds the address at which a load balancer reaches a task: on a network that the settings name;
 * else on its node, where it publishes the port there; else on its only network.
 *
 * @param networks ids or names of networks that the load balancers are on, in order of preference
 */
public record TaskAddress(List<String> networks) {

  /**
   * A task's address on a network.
   *
   * @param networkId the network
   * @param network its name
   * @param ingress whether it is the routing mesh's own, which no load balancer is on
   * @param address the address, without its prefix length
   */
  public record Attachment(String networkId, String network, boolean ingress, String address) {}

  /**
   * A port that a task publishes on its node ({@code mode: host}).
   *
   * @param target the port inside
   * @param published the node's
   */
  public record HostPort(int target, int published) {}

  public TaskAddress {
    networks = List.copyOf(networks);
  }

  /**
   * Where the task is reached.
   *
   * @param port the port that its service's label names
   * @param nodeAddress its node's address; empty when that is not known
   * @param at when all this was read
   * @return unknown with a reason that says what would help
   */
  public Reading<Endpoint> find(
      List<Attachment> attachments,
      List<HostPort> hostPorts,
      int port,
      String nodeAddress,
      Instant at) {
    List<Attachment> own = attachments.stream().filter(one -> !one.ingress()).toList();
    for (String network : networks) {
      for (Attachment one : own) {
        if (one.network().equals(network) || one.networkId().equals(network)) {
          return Reading.known(new Endpoint(one.address(), port), at);
        }
      }
    }
    for (HostPort one : hostPorts) {
      if (one.target() == port && !nodeAddress.isEmpty()) {
        return Reading.known(new Endpoint(nodeAddress, one.published()), at);
      }
    }
    if (networks.isEmpty() && own.size() == 1) {
      return Reading.known(new Endpoint(own.getFirst().address(), port), at);
    }
    return Reading.unknown(missing(own, port));
  }

  private String missing(List<Attachment> own, int port) {
    if (own.isEmpty()) {
      return "it is on no network, and does not publish port %d on its node".formatted(port);
    }
    List<String> names = own.stream().map(Attachment::network).toList();
    return networks.isEmpty()
        ? "it is on several networks (%s): name the load balancer's in drover.health.route.networks"
            .formatted(String.join(", ", names))
        : "it is on %s, but the load balancers are on %s"
            .formatted(String.join(", ", names), String.join(", ", networks));
  }
}
