package io.drover.agent.observe;

import io.drover.agent.model.IndexSet;
import io.drover.agent.model.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which processors a node has, by NUMA node and core, from {@code devices/system}. */
public final class MachineFiles {
  private final Path sys;

  /** The files under this /sys. */
  public MachineFiles(Path sys) {
    this.sys = sys;
  }

  /** Reads them anew; a machine without processors is one that nothing is known of. */
  public Machine read() {
    IndexSet online = CpuTopology.online(sys);
    List<Machine.Zone> zones = new ArrayList<>();
    try (Stream<Path> entries = Files.list(sys.resolve("devices/system/node"))) {
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        if (name.matches("node[0-9]+")) {
          IndexSet cpus = list(entry.resolve("cpulist")).and(online);
          zones.add(new Machine.Zone(Integer.parseInt(name.substring(4)), cores(cpus)));
        }
      }
    } catch (IOException notThere) {
      zones.clear();
    }
    return new Machine(
        zones.isEmpty() ? List.of(new Machine.Zone(0, cores(online))) : inOrder(zones));
  }

  private static List<Machine.Zone> inOrder(List<Machine.Zone> zones) {
    return zones.stream().sorted((a, b) -> Integer.compare(a.number(), b.number())).toList();
  }

  private List<IndexSet> cores(IndexSet cpus) {
    List<IndexSet> cores = new ArrayList<>();
    IndexSet left = cpus;
    while (!left.isEmpty()) {
      int first = left.numbers().getFirst();
      IndexSet self = IndexSet.of(List.of(first));
      // Whoever tells no siblings has none.
      IndexSet siblings =
          list(sys.resolve("devices/system/cpu/cpu" + first + "/topology/thread_siblings_list"));
      IndexSet core = siblings.and(left).with(self);
      cores.add(core);
      left = left.without(core);
    }
    return cores;
  }

  private static IndexSet list(Path file) {
    try {
      return IndexSet.parse(NodeFiles.text(file));
    } catch (IllegalArgumentException malformed) {
      return IndexSet.EMPTY;
    }
  }
}
