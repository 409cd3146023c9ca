package io.drover.core.decision;

import io.drover.core.model.Bytes;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What tasks leave of the nodes' CPU and memory, counted as Swarm's scheduler counts: a task takes
 * what its service reserves on its node until it has ended, whatever it really uses. Constraints
 * are not looked at, so that this is never less than what can be placed. Counted once for all
 * services of a snapshot.
 */
public final class FreeReservations {
  /** As many tasks as anybody can ask for. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  private static final String ACTIVE = "active";

  private final List<Free> usable;
  private final Map<String, Long> waiting;
  private final boolean nodesKnown;

  /** What a node has left, less than 0 where it is overdrawn. */
  private record Free(long nanos, long bytes) {
    long timesFor(Resources each) {
      return Math.min(
          times(nanos, each.cpu().map(Cpu::nanos).orElse(0L)),
          times(bytes, each.memory().map(Bytes::value).orElse(0L)));
    }

    Free minus(Resources each, long times) {
      return new Free(
          nanos - each.cpu().map(Cpu::nanos).orElse(0L) * times,
          bytes - each.memory().map(Bytes::value).orElse(0L) * times);
    }

    private static long times(long free, long each) {
      return each == 0 ? UNBOUNDED : Math.max(0, free) / each;
    }
  }

  private FreeReservations(List<Free> usable, Map<String, Long> waiting, boolean nodesKnown) {
    this.usable = usable;
    this.waiting = waiting;
    this.nodesKnown = nodesKnown;
  }

  /** Counts. */
  public static FreeReservations of(ClusterSnapshot seen) {
    Map<String, ServiceView> services = new HashMap<>();
    seen.services().forEach(one -> services.put(one.id(), one));
    Map<String, Long> nanos = new HashMap<>();
    Map<String, Long> bytes = new HashMap<>();
    Map<String, Long> waiting = new HashMap<>();
    for (TaskView task : seen.tasks()) {
      ServiceView owner = services.get(task.serviceId());
      if (task.state().isTerminal() || owner == null) {
        continue;
      }
      if (task.nodeId().isEmpty()) {
        waiting.merge(owner.id(), task.isWanted() ? 1L : 0L, Long::sum);
        continue;
      }
      Resources taken = owner.reservations();
      nanos.merge(task.nodeId(), taken.cpu().map(Cpu::nanos).orElse(0L), Long::sum);
      bytes.merge(task.nodeId(), taken.memory().map(Bytes::value).orElse(0L), Long::sum);
    }
    List<Free> usable =
        seen.nodes().stream()
            .filter(node -> node.isReady() && node.availability().equals(ACTIVE))
            .map(node -> free(node, nanos, bytes))
            .toList();
    return new FreeReservations(usable, waiting, !seen.nodes().isEmpty());
  }

  private static Free free(NodeView node, Map<String, Long> nanos, Map<String, Long> bytes) {
    return new Free(
        node.cpu().nanos() - nanos.getOrDefault(node.id(), 0L),
        node.memory().value() - bytes.getOrDefault(node.id(), 0L));
  }

  /**
   * How many more tasks of this service the nodes have room for, after those that wait for a node
   * already.
   *
   * @return 0 to {@link #UNBOUNDED}, which is also what a service without reservations gets
   */
  public int roomFor(ServiceView service) {
    Resources each = service.reservations();
    boolean reserves = each.cpu().isPresent() || each.memory().isPresent();
    if (!reserves || !nodesKnown) {
      return UNBOUNDED;
    }
    long room = 0;
    for (Free node : usable) {
      room += node.timesFor(each);
    }
    return (int) Math.clamp(room - waiting.getOrDefault(service.id(), 0L), 0, UNBOUNDED);
  }

  /**
   * What is left once so many more tasks of a service are there. Nobody knows on which nodes they
   * will be: they are taken to be spread as evenly as the nodes' room allows, as Swarm's scheduler
   * would.
   *
   * @param tasks how many, at most those that there is room for; the others take nothing
   */
  public FreeReservations without(ServiceView service, int tasks) {
    Resources each = service.reservations();
    List<Free> emptiestLast =
        usable.stream().sorted(Comparator.comparingLong(node -> node.timesFor(each))).toList();
    List<Free> left = new ArrayList<>();
    long rest = tasks;
    for (int i = 0; i < emptiestLast.size(); i++) {
      Free node = emptiestLast.get(i);
      long share = Math.ceilDiv(rest, (long) emptiestLast.size() - i);
      long taken = Math.min(share, node.timesFor(each));
      left.add(node.minus(each, taken));
      rest -= taken;
    }
    return new FreeReservations(left, waiting, nodesKnown);
  }

  /** {@link #roomFor(ServiceView)} for one service alone. */
  public static int roomFor(ServiceView service, ClusterSnapshot seen) {
    return of(seen).roomFor(service);
  }
}
