package io.drover.agent.observe;

import io.drover.agent.model.Field;
import io.drover.agent.model.NodeFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the kernel says about the node itself. Reads files; call it off the event loop. */
public final class NodeFiles {
  private static final long BYTES_PER_KIB = 1024;
  private static final List<String> SETTINGS =
      List.of(
          "vm/swappiness",
          "vm/overcommit_memory",
          "vm/max_map_count",
          "kernel/pid_max",
          "kernel/threads-max",
          "fs/file-max",
          "net/ipv4/ip_forward");

  private final Path cgroups;
  private final Path proc;
  private final Path sys;

  /** A node's files. */
  public NodeFiles(Path cgroups, Path proc, Path sys) {
    this.cgroups = cgroups;
    this.proc = proc;
    this.sys = sys;
  }

  /** Reads everything anew. */
  public NodeFacts read() {
    CpuTopology topology = CpuTopology.read(sys);
    String memory = text(proc.resolve("meminfo"));
    return new NodeFacts(
        cores(),
        CpuTopology.online(sys),
        topology.sockets(),
        topology.cores(),
        kib(memory, "MemTotal"),
        kib(memory, "MemAvailable"),
        kib(memory, "SwapTotal"),
        kib(memory, "SwapFree"),
        load(),
        numa(),
        text(proc.resolve("sys/kernel/osrelease")).strip(),
        new CgroupTree(cgroups, proc).version(),
        settings());
  }

  /** Counts {@code cpuN} lines: the node's processors, whatever the agent's own limit is. */
  private Field cores() {
    String stat = text(proc.resolve("stat"));
    long cores = stat.lines().filter(line -> line.matches("cpu[0-9]+ .*")).count();
    return cores > 0 ? Field.known(cores) : Field.unknown("/proc/stat names no processor");
  }

  private static Field kib(String meminfo, String key) {
    return meminfo
        .lines()
        .filter(line -> line.startsWith(key + ":"))
        .findFirst()
        .map(line -> KernelText.number(line.replaceAll("[^0-9]", "")))
        .map(field -> KernelText.times(field, BYTES_PER_KIB))
        .orElseGet(() -> Field.unknown("/proc/meminfo has no " + key));
  }

  private List<String> load() {
    String[] words = text(proc.resolve("loadavg")).split(" ");
    return words.length >= 3 ? List.of(words[0], words[1], words[2]) : List.of();
  }

  private List<NodeFacts.NumaNode> numa() {
    List<NodeFacts.NumaNode> nodes = new ArrayList<>();
    Path folder = sys.resolve("devices/system/node");
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        if (name.matches("node[0-9]+")) {
          // "Node 0 MemTotal:  65843512 kB"
          String total = text(entry.resolve("meminfo")).replaceAll("(?m)^Node [0-9]+ ", "");
          nodes.add(
              new NodeFacts.NumaNode(
                  Integer.parseInt(name.substring("node".length())),
                  text(entry.resolve("cpulist")).strip(),
                  kib(total, "MemTotal")));
        }
      }
    } catch (IOException notThere) {
      // A kernel without NUMA has no such folder: the node has one memory, which is reported above.
      return List.of();
    }
    return nodes;
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String name : SETTINGS) {
      String value = text(proc.resolve("sys").resolve(name)).strip();
      if (!value.isEmpty()) {
        settings.put(name.replace('/', '.'), value);
      }
    }
    return settings;
  }

  /** Through one large read: files of /proc/sys give their first part only to a small one. */
  static String text(Path path) {
    try {
      return new KernelFile().read(path);
    } catch (IOException unreadable) {
      // The readers above make an unknown of an empty text.
      return "";
    }
  }
}
