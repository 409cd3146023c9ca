package io.drover.agent.observe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** At which address this process reaches a task on its own node; a pure function. */
final class Reach {
  /** Docker's network through which every container of an overlay network gets out. */
  static final String GATEWAY_BRIDGE = "docker_gwbridge";

  private static final String HOST = "host";

  private Reach() {}

  /**
   * One of this process' own addresses.
   *
   * @param device the interface that has it
   * @param address the address
   * @param prefix bits of it that all addresses of its network share
   */
  record Own(String device, InetAddress address, int prefix) {
    boolean reaches(InetAddress other) {
      byte[] mine = address.getAddress();
      byte[] its = other.getAddress();
      boolean same = mine.length == its.length;
      for (int bit = 0; same && bit < prefix; bit++) {
        int mask = 0x80 >> (bit % Byte.SIZE);
        same = (mine[bit / Byte.SIZE] & mask) == (its[bit / Byte.SIZE] & mask);
      }
      return same;
    }
  }

  /** Where a task is, or why it can't be reached. */
  sealed interface Answer {
    /** There. */
    record At(InetAddress address) implements Answer {}

    /** Nowhere. */
    record Nowhere(String reason) implements Answer {}
  }

  /**
   * Chooses: a network that both are in, then the bridge where this process is on the host itself.
   * Inside of a container the bridge is of no use, since Docker lets no two containers speak there.
   *
   * @param networks the task's addresses by network
   * @param bridged its address on the bridge; empty text where it is not known
   * @param own this process' addresses
   */
  static Answer choose(Map<String, String> networks, String bridged, List<Own> own) {
    if (networks.containsKey(HOST)) {
      return isOnHost(own)
          ? new Answer.At(InetAddress.getLoopbackAddress())
          : new Answer.Nowhere(
              "the task is on its host's network and the agent is not: run the agent there, too");
    }
    Optional<InetAddress> shared =
        networks.entrySet().stream()
            .sorted(Comparator.comparing(Map.Entry::getKey))
            .filter(network -> !network.getKey().equals(GATEWAY_BRIDGE))
            .flatMap(network -> parse(network.getValue()).stream())
            .filter(address -> own.stream().anyMatch(mine -> isShared(mine, address)))
            .findFirst();
    return shared
        .or(() -> isOnHost(own) ? parse(bridged) : Optional.empty())
        .<Answer>map(Answer.At::new)
        .orElseGet(
            () ->
                new Answer.Nowhere(
                    "the agent is in none of the task's networks (%s): attach both to one"
                        .formatted(
                            String.join(", ", networks.keySet().stream().sorted().toList()))));
  }

  private static boolean isShared(Own own, InetAddress address) {
    return !own.address().isLoopbackAddress() && own.reaches(address);
  }

  /** Only the host itself has an interface of the bridge's name. */
  static boolean isOnHost(List<Own> own) {
    return own.stream().anyMatch(one -> one.device().equals(GATEWAY_BRIDGE));
  }

  /** Docker writes addresses, never names, so that nothing is looked up. */
  private static Optional<InetAddress> parse(String text) {
    String address = text.contains("/") ? text.substring(0, text.indexOf('/')) : text;
    boolean literal = address.contains(":") || address.matches("[0-9.]+");
    try {
      return literal ? Optional.of(InetAddress.getByName(address)) : Optional.empty();
    } catch (UnknownHostException malformed) {
      return Optional.empty();
    }
  }
}
