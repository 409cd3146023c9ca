package io.drover.manifests;

import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import java.util.List;
import java.util.Optional;

/**
 * The physical servers under a Swarm, and the virtual machines on them.
 *
 * @param servers in the order of the file
 */
public record Inventory(List<Server> servers) {
  /** Nothing is told. */
  public static final Inventory NONE = new Inventory(List.of());

  /**
   * A physical server.
   *
   * @param name its name
   * @param cores its physical cores
   * @param threads its hardware threads; as many as cores where there is one each
   * @param memory its memory
   * @param speeds of its storage and network
   * @param power the feeds that it lives on while one of them is there; none when not told
   * @param reserved what its hypervisor keeps for itself
   * @param machines the virtual machines on it; none where the server is a node itself
   * @param node host name of the Swarm node that the server itself is; empty text for none
   */
  public record Server(
      String name,
      int cores,
      int threads,
      Bytes memory,
      Speeds speeds,
      List<String> power,
      Kept reserved,
      List<Machine> machines,
      String node) {
    public Server {
      power = List.copyOf(power);
      machines = List.copyOf(machines);
    }
  }

  /** What a hypervisor keeps for itself. */
  public record Kept(Cpu cpu, Bytes memory) {}

  /**
   * How fast storage and network are; 0 where it isn't told.
   *
   * @param iops storage operations a second
   */
  public record Speeds(long iops, Bandwidth network) {
    /** Nothing is told. */
    public static final Speeds UNTOLD = new Speeds(0, new Bandwidth(0));
  }

  /**
   * A virtual machine.
   *
   * @param name its name
   * @param cores its processors
   * @param memory its memory
   * @param speeds what it may have of its server's storage and network
   * @param node host name of the Swarm node that it is; empty text when it is none
   */
  public record Machine(String name, int cores, Bytes memory, Speeds speeds, String node) {}

  public Inventory {
    servers = List.copyOf(servers);
  }

  /** The server that a Swarm node is on, if that is told. */
  public Optional<Server> serverOf(String hostname) {
    return servers.stream()
        .filter(server -> !hostname.isEmpty())
        .filter(
            server ->
                server.node().equals(hostname)
                    || server.machines().stream().anyMatch(one -> one.node().equals(hostname)))
        .findFirst();
  }

  /** The speeds of a Swarm node: its machine's, or those of the server that it is itself. */
  public Speeds speedsOf(String hostname) {
    if (hostname.isEmpty()) {
      return Speeds.UNTOLD;
    }
    for (Server server : servers) {
      if (server.node().equals(hostname)) {
        return server.speeds();
      }
      for (Machine machine : server.machines()) {
        if (machine.node().equals(hostname)) {
          return machine.speeds();
        }
      }
    }
    return Speeds.UNTOLD;
  }
}
