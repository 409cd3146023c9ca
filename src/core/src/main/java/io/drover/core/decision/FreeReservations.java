package io.drover.core.decision;

import io.drover.core.model.Bytes;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import java.util.HashMap;
import java.util.Map;

/**
 * What tasks leave of the nodes' CPU and memory, counted as Swarm's scheduler counts: a task takes
 * what its service reserves on its node until it has ended, whatever it really uses. Constraints
 * are not looked at, so that this is never less than what can be placed.
 */
public final class FreeReservations {
  /** As many tasks as anybody can ask for. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  private static final String ACTIVE = "active";

  private FreeReservations() {}

  /**
   * How many more tasks of this service the nodes have room for, after those that wait for a node
   * already.
   *
   * @return 0 to {@link #UNBOUNDED}, which is also what a service without reservations gets
   */
  public static int roomFor(ServiceView service, ClusterSnapshot seen) {
    Resources each = service.reservations();
    boolean reserves = each.cpu().isPresent() || each.memory().isPresent();
    if (!reserves || seen.nodes().isEmpty()) {
      return UNBOUNDED;
    }
    Map<String, ServiceView> services = new HashMap<>();
    seen.services().forEach(one -> services.put(one.id(), one));
    Map<String, Long> nanos = new HashMap<>();
    Map<String, Long> bytes = new HashMap<>();
    long waiting = 0;
    for (TaskView task : seen.tasks()) {
      ServiceView owner = services.get(task.serviceId());
      if (task.state().isTerminal() || owner == null) {
        continue;
      }
      if (task.nodeId().isEmpty()) {
        waiting += task.isWanted() && owner.id().equals(service.id()) ? 1 : 0;
        continue;
      }
      Resources taken = owner.reservations();
      nanos.merge(task.nodeId(), taken.cpu().map(Cpu::nanos).orElse(0L), Long::sum);
      bytes.merge(task.nodeId(), taken.memory().map(Bytes::value).orElse(0L), Long::sum);
    }
    long room = 0;
    for (NodeView node : seen.nodes()) {
      if (node.isReady() && node.availability().equals(ACTIVE)) {
        long cpu = node.cpu().nanos() - nanos.getOrDefault(node.id(), 0L);
        long memory = node.memory().value() - bytes.getOrDefault(node.id(), 0L);
        room +=
            Math.min(
                times(cpu, each.cpu().map(Cpu::nanos).orElse(0L)),
                times(memory, each.memory().map(Bytes::value).orElse(0L)));
      }
    }
    return (int) Math.clamp(room - waiting, 0, UNBOUNDED);
  }

  private static long times(long free, long each) {
    return each == 0 ? UNBOUNDED : Math.max(0, free) / each;
  }
}
