package io.drover.placement.observe.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.MalformedValueException;
import io.drover.core.model.TaskState;
import io.drover.engine.EngineReader;
import io.drover.placement.decide.capacity.NetworkUse;
import io.drover.placement.decide.capacity.Subnet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts the addresses of overlay networks out of the Engine API's networks, services and tasks. A
 * node's load balancer has an address on each network that a task on it is attached to, which the
 * API does not tell: it is counted by the tasks. On the ingress network every node has one.
 */
final class NetworkReader {
  private final Map<String, Integer> ofTasks = new HashMap<>();
  private final Map<String, Integer> ofServices = new HashMap<>();
  private final Map<String, Set<String>> nodes = new HashMap<>();
  private final Map<String, Integer> waiting = new HashMap<>();

  private final int allNodes;

  private NetworkReader(int allNodes) {
    this.allNodes = allNodes;
  }

  static List<NetworkUse> read(
      List<JsonNode> networks, List<JsonNode> services, List<JsonNode> tasks, int nodes) {
    NetworkReader reader = new NetworkReader(nodes);
    services.forEach(reader::service);
    tasks.forEach(reader::task);
    return networks.stream()
        .filter(network -> network.path("Driver").asText("").equals("overlay"))
        .map(reader::use)
        .sorted(Comparator.comparing(NetworkUse::name))
        .toList();
  }

  private void service(JsonNode service) {
    for (JsonNode virtual : service.path("Endpoint").path("VirtualIPs")) {
      // With endpoint_mode dnsrr there is an entry, but no address in it.
      if (!virtual.path("Addr").asText("").isEmpty()) {
        ofServices.merge(virtual.path("NetworkID").asText(""), 1, Integer::sum);
      }
    }
  }

  private void task(JsonNode task) {
    TaskState state = EngineReader.task(task).state();
    if (state.isTerminal()) {
      return;
    }
    Set<String> attached = new HashSet<>();
    for (JsonNode attachment : task.path("NetworksAttachments")) {
      String id = attachment.path("Network").path("ID").asText("");
      int addresses = attachment.path("Addresses").size();
      ofTasks.merge(id, addresses, Integer::sum);
      attached.add(id);
      String node = task.path("NodeID").asText("");
      if (addresses > 0 && !node.isEmpty()) {
        nodes.computeIfAbsent(id, network -> new HashSet<>()).add(node);
      }
    }
    if (state == TaskState.NEW) {
      for (JsonNode network : task.path("Spec").path("Networks")) {
        String id = network.path("Target").asText("");
        if (!attached.contains(id)) {
          waiting.merge(id, 1, Integer::sum);
        }
      }
    }
  }

  private NetworkUse use(JsonNode network) {
    String id = network.path("Id").asText("");
    List<Subnet> subnets = new ArrayList<>();
    for (JsonNode config : network.path("IPAM").path("Config")) {
      try {
        subnets.add(Subnet.parse(config.path("Subnet").asText("")));
      } catch (MalformedValueException sixOrNone) {
        // Of IPv6 there is no end.
      }
    }
    return new NetworkUse(
        id,
        network.path("Name").asText(""),
        subnets,
        ofTasks.getOrDefault(id, 0),
        ofServices.getOrDefault(id, 0),
        network.path("Ingress").asBoolean() ? allNodes : nodes.getOrDefault(id, Set.of()).size(),
        waiting.getOrDefault(id, 0));
  }
}
