package io.drover.health.decide.state;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What tasks take of the nodes, counted as Swarm's scheduler counts: a task takes what its service
 * reserves on its node until it has ended, whatever it really uses.
 */
final class Occupancy {
  private final Map<String, Taken> byNode = new HashMap<>();
  private final Map<String, Map<String, Taken>> byNodeAndService = new HashMap<>();

  /** Nothing taken. */
  private static final Taken NOTHING = new Taken(0, 0, 0, Map.of());

  /**
   * What is taken.
   *
   * @param nanos CPU in 1e-9 cores
   * @param bytes memory
   * @param tasks their number
   * @param ports how many of them have a port
   */
  record Taken(long nanos, long bytes, int tasks, Map<String, Integer> ports) {
    private Taken with(ServiceFacts service) {
      Resources each = service.view().reservations();
      Map<String, Integer> more = ports;
      if (!service.hostPorts().isEmpty()) {
        more = new HashMap<>(ports);
        for (String port : service.hostPorts()) {
          more.merge(port, 1, Integer::sum);
        }
      }
      return new Taken(
          nanos + each.cpu().map(Cpu::nanos).orElse(0L),
          bytes + each.memory().map(Bytes::value).orElse(0L),
          tasks + 1,
          more);
    }
  }

  Occupancy(List<ServiceFacts> services, List<TaskFacts> tasks) {
    Map<String, ServiceFacts> known = new HashMap<>();
    services.forEach(service -> known.put(service.view().id(), service));
    for (TaskFacts task : tasks) {
      ServiceFacts service = known.get(task.view().serviceId());
      String node = task.view().nodeId();
      if (service != null && !node.isEmpty() && !task.view().state().isTerminal()) {
        byNode.put(node, all(node).with(service));
        Map<String, Taken> services1 =
            byNodeAndService.computeIfAbsent(node, id -> new HashMap<>());
        services1.put(
            service.view().id(),
            services1.getOrDefault(service.view().id(), NOTHING).with(service));
      }
    }
  }

  /** What all tasks take of a node. */
  Taken all(String nodeId) {
    return byNode.getOrDefault(nodeId, NOTHING);
  }

  /** What the tasks of one service take of a node. */
  Taken of(String nodeId, String serviceId) {
    return byNodeAndService.getOrDefault(nodeId, Map.of()).getOrDefault(serviceId, NOTHING);
  }
}
