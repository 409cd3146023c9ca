package io.drover.agent.observe;

import io.drover.agent.model.Field;
import io.drover.agent.model.IndexSet;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * How a node's processors are made up, from {@code devices/system/cpu}.
 *
 * @param sockets physical packages
 * @param cores cores, of which a processor may be one of several threads
 */
record CpuTopology(Field sockets, Field cores) {

  /** The processors in use; empty when the kernel does not say. */
  static IndexSet online(Path sys) {
    try {
      return IndexSet.parse(NodeFiles.text(sys.resolve("devices/system/cpu/online")));
    } catch (IllegalArgumentException malformed) {
      return IndexSet.EMPTY;
    }
  }

  static CpuTopology read(Path sys) {
    Set<String> sockets = new HashSet<>();
    Set<String> cores = new HashSet<>();
    for (int cpu : online(sys).numbers()) {
      Path topology = sys.resolve("devices/system/cpu/cpu" + cpu + "/topology");
      String socket = NodeFiles.text(topology.resolve("physical_package_id")).strip();
      // The numbers of cores begin anew in each socket, and on each of its dies.
      String die = NodeFiles.text(topology.resolve("die_id")).strip();
      String core = NodeFiles.text(topology.resolve("core_id")).strip();
      if (socket.isEmpty() || core.isEmpty()) {
        Field unknown = Field.unknown("the kernel tells no topology of cpu" + cpu);
        return new CpuTopology(unknown, unknown);
      }
      sockets.add(socket);
      cores.add(socket + "/" + die + "/" + core);
    }
    if (sockets.isEmpty()) {
      Field unknown = Field.unknown("the kernel does not tell which processors are online");
      return new CpuTopology(unknown, unknown);
    }
    return new CpuTopology(Field.known(sockets.size()), Field.known(cores.size()));
  }
}
