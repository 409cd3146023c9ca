package io.drover.failover.mirror.decide;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import io.drover.core.placement.Constraint;
import io.drover.core.placement.Platform;
import io.drover.failover.mirror.Finding;
import io.drover.failover.mirror.MirroredService;
import io.drover.failover.mirror.Standby;
import io.drover.failover.mirror.Uses;
import java.util.List;

/**
 * Whether the stand-by's nodes would take the services. What can be reserved is compared as a sum
 * and node by node, so that no finding is no promise: what fits together is Swarm's to find out.
 */
final class NodeCheck {
  private final List<Standby.Node> nodes;
  private final List<ServiceView> others;

  NodeCheck(Standby standby) {
    this.nodes = standby.nodes().stream().filter(Standby.Node::takesTasks).toList();
    this.others = standby.others();
  }

  /** Whether some node would take a task of this service; what is missing is found. */
  boolean check(MirroredService service, Draft draft) {
    List<Standby.Node> allowed = allowed(service);
    if (allowed.isEmpty()) {
      draft.find(
          Finding.Code.MISSING_NODE,
          service.name(),
          "%s: none of %d nodes of the stand-by that take tasks meets %s"
              .formatted(service.name(), nodes.size(), conditions(service.uses())));
      return false;
    }
    Resources each = service.view().reservations();
    long nanos = nanos(each);
    long bytes = bytes(each);
    boolean fits =
        allowed.stream()
            .map(Standby.Node::view)
            .anyMatch(node -> node.cpu().nanos() >= nanos && node.memory().value() >= bytes);
    if (!fits) {
      draft.find(
          Finding.Code.NOT_ENOUGH_CAPACITY,
          service.name(),
          "%s: one task reserves %s CPUs and %s of memory, and none of the nodes that it may run on has both"
              .formatted(service.name(), Cpu.ofNanos(nanos), Bytes.of(bytes)));
    }
    return fits;
  }

  /** Whether all together are more than there is; what is missing is found. */
  void checkAll(List<MirroredService> services, Draft draft) {
    Sum wanted = new Sum();
    services.forEach(
        service -> wanted.add(service.view(), tasks(service.view(), allowed(service).size())));
    Sum taken = new Sum();
    others.forEach(other -> taken.add(other, tasks(other, nodes.size())));
    Sum offered = new Sum();
    nodes.stream().map(Standby.Node::view).forEach(offered::add);
    if (wanted.nanos > 0 && wanted.nanos > offered.nanos - taken.nanos) {
      draft.find(
          Finding.Code.NOT_ENOUGH_CAPACITY,
          "cpu",
          "the stacks reserve %s CPUs; the stand-by's nodes have %s, of which its other services reserve %s"
              .formatted(cpu(wanted), cpu(offered), cpu(taken)));
    }
    if (wanted.bytes > 0 && wanted.bytes > offered.bytes - taken.bytes) {
      draft.find(
          Finding.Code.NOT_ENOUGH_CAPACITY,
          "memory",
          "the stacks reserve %s of memory; the stand-by's nodes have %s, of which its other services reserve %s"
              .formatted(memory(wanted), memory(offered), memory(taken)));
    }
  }

  private List<Standby.Node> allowed(MirroredService service) {
    List<Constraint> constraints = Constraint.readable(service.uses().constraints());
    List<Platform> platforms = service.uses().platforms();
    return nodes.stream()
        .filter(node -> constraints.stream().allMatch(one -> one.allows(node.traits())))
        .filter(node -> platforms.isEmpty() || platforms.stream().anyMatch(node.platform()::isA))
        .toList();
  }

  private static String conditions(Uses uses) {
    if (uses.constraints().isEmpty()) {
      return uses.platforms().isEmpty() ? "the service" : "its image's platforms";
    }
    return String.join(" and ", uses.constraints());
  }

  private static long tasks(ServiceView service, int nodes) {
    return switch (service.mode()) {
      case ServiceView.Mode.Replicated(int replicas) -> replicas;
      case ServiceView.Mode.Global global -> nodes;
      // How many tasks a job has at a time says only itself.
      case ServiceView.Mode.Other other -> 1;
    };
  }

  private static long nanos(Resources each) {
    return each.cpu().map(Cpu::nanos).orElse(0L);
  }

  private static long bytes(Resources each) {
    return each.memory().map(Bytes::value).orElse(0L);
  }

  private static Cpu cpu(Sum sum) {
    return Cpu.ofNanos(sum.nanos);
  }

  private static Bytes memory(Sum sum) {
    return Bytes.of(sum.bytes);
  }

  /** An amount that grows. */
  private static final class Sum {
    private long nanos;
    private long bytes;

    void add(ServiceView service, long tasks) {
      nanos += nanos(service.reservations()) * tasks;
      bytes += bytes(service.reservations()) * tasks;
    }

    void add(NodeView node) {
      nanos += node.cpu().nanos();
      bytes += node.memory().value();
    }
  }
}
