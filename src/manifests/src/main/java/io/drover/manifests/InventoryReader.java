package io.drover.manifests;

import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.MalformedValueException;
import io.drover.core.model.Quantity;
import io.drover.manifests.Inventory.Kept;
import io.drover.manifests.Inventory.Machine;
import io.drover.manifests.Inventory.Server;
import io.drover.manifests.Inventory.Speeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code swarm/inventory.yml}; everything that is wrong is reported at once. */
public final class InventoryReader {
  private static final int MOST_CORES = 4096;
  private static final int MOST_IOPS = Integer.MAX_VALUE;

  /**
   * What a file held.
   *
   * @param inventory nothing where anything is wrong: half an inventory leads to wrong conclusions
   * @param problems what is wrong
   */
  public record Contents(Inventory inventory, List<ManifestProblem> problems) {
    public Contents {
      problems = List.copyOf(problems);
    }
  }

  private final Set<String> names = new HashSet<>();
  private final Set<String> nodes = new HashSet<>();

  private InventoryReader() {}

  /** Reads a text; never throws. */
  public static Contents read(String file, String text) {
    List<Server> servers = new ArrayList<>();
    InventoryReader reader = new InventoryReader();
    List<ManifestProblem> problems =
        StrictYaml.read(
            file,
            text,
            root -> {
              root.only("servers").require("servers");
              root.objects("servers").stream().map(reader::server).forEach(servers::add);
            });
    return problems.isEmpty()
        ? new Contents(new Inventory(servers), List.of())
        : new Contents(Inventory.NONE, problems);
  }

  private Server server(JsonFields json) {
    json.only(
        "name",
        "cores",
        "threads",
        "memory",
        "iops",
        "network",
        "power",
        "hypervisor",
        "machines",
        "node");
    String name = name(json);
    int cores = cores(json, "cores");
    int threads = json.has("threads") ? json.integer("threads", cores, MOST_CORES, cores) : cores;
    Bytes memory = memory(json);
    JsonFields kept = json.object("hypervisor").only("cpu", "memory");
    Kept reserved = new Kept(cpu(kept, "cpu"), bytes(kept, "memory"));
    List<Machine> machines = json.objects("machines").stream().map(this::machine).toList();
    String node = node(json);
    if (!node.isEmpty() && !machines.isEmpty()) {
      json.problem("node", "a server with machines on it is no node itself");
    }
    return new Server(
        name, cores, threads, memory, speeds(json), json.texts("power"), reserved, machines, node);
  }

  private Machine machine(JsonFields json) {
    json.only("name", "cores", "memory", "iops", "network", "node");
    return new Machine(name(json), cores(json, "cores"), memory(json), speeds(json), node(json));
  }

  private String name(JsonFields json) {
    json.require("name");
    String name = json.text("name", "");
    if (!name.isEmpty() && !names.add(name)) {
      json.problem("name", "there is another " + name);
    }
    return name;
  }

  private String node(JsonFields json) {
    String node = json.text("node", "");
    if (!node.isEmpty() && !nodes.add(node)) {
      json.problem("node", "another machine is the node " + node);
    }
    return node;
  }

  private static int cores(JsonFields json, String field) {
    json.require(field);
    return json.integer(field, 1, MOST_CORES, 1);
  }

  private static Bytes memory(JsonFields json) {
    json.require("memory");
    return bytes(json, "memory");
  }

  private static Speeds speeds(JsonFields json) {
    long iops = json.integer("iops", 1, MOST_IOPS, 0);
    Bandwidth network = new Bandwidth(0);
    if (json.has("network")) {
      try {
        network = Bandwidth.parse(json.text("network", ""));
      } catch (MalformedValueException malformed) {
        json.problem("network", "expected " + malformed.expected());
      }
    }
    return new Speeds(iops, network);
  }

  private static Cpu cpu(JsonFields json, String field) {
    return json.quantity(field)
        .map(quantity -> counted(json, field, quantity, Quantity::toCpu, Cpu.ZERO))
        .orElse(Cpu.ZERO);
  }

  private static Bytes bytes(JsonFields json, String field) {
    return json.quantity(field)
        .map(quantity -> counted(json, field, quantity, Quantity::toBytes, Bytes.ZERO))
        .orElse(Bytes.ZERO);
  }

  private static <T> T counted(
      JsonFields json, String field, Quantity quantity, Function<Quantity, T> unit, T otherwise) {
    try {
      return unit.apply(quantity);
    } catch (MalformedValueException tooMuch) {
      json.problem(field, "expected " + tooMuch.expected());
      return otherwise;
    }
  }
}
