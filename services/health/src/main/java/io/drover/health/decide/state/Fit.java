package io.drover.health.decide.state;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.core.placement.Constraint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where tasks of one service can run, by the filters of Swarm's scheduler in its order: ready,
 * resources, constraints, platform, host ports, tasks per node. Generic resources and volume
 * plugins are not looked at.
 */
final class Fit {
  private final ServiceFacts service;
  private final List<NodeFacts> nodes;
  private final Occupancy occupancy;
  private final List<Constraint> constraints;

  Fit(ServiceFacts service, List<NodeFacts> nodes, Occupancy occupancy) {
    this.service = service;
    this.nodes = nodes;
    this.occupancy = occupancy;
    this.constraints = Constraint.readable(service.constraints());
  }

  /** How many tasks could run at a time if only the other services stayed as they are. */
  int schedulable(int desired) {
    long sum = 0;
    for (NodeFacts node : nodes) {
      if (isReady(node) && violated(node).isEmpty() && isRightPlatform(node)) {
        sum += Math.min(room(node), mostPerNode());
      }
    }
    return (int) Math.min(desired, sum);
  }

  /** How many nodes could take a task of a global service. */
  int schedulableNodes() {
    return (int)
        nodes.stream()
            .filter(node -> isReady(node) && violated(node).isEmpty() && isRightPlatform(node))
            .filter(node -> room(node) > 0)
            .count();
  }

  /** How many nodes a global service is meant for, whatever their room. */
  int meantNodes() {
    return (int)
        nodes.stream()
            .filter(node -> node.view().availability().equals("active"))
            .filter(node -> violated(node).isEmpty() && isRightPlatform(node))
            .count();
  }

  /**
   * Why each node does not take one task more; names of nodes by reason, those that would by "".
   */
  Map<String, List<String>> reasons() {
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    for (NodeFacts node : nodes) {
      reasons.computeIfAbsent(reason(node), why -> new ArrayList<>()).add(node.view().hostname());
    }
    // Managers list nodes in an order of their own, which would be news each time it changes.
    reasons.values().forEach(names -> names.sort(null));
    return reasons;
  }

  private String reason(NodeFacts node) {
    if (!isReady(node)) {
      return (node.view().isReady() ? availability(node) : node.view().state()) + ":";
    }
    Occupancy.Taken taken = occupancy.all(node.view().id());
    if (times(node, taken) < 1) {
      return tooSmall(node);
    }
    List<String> violated = violated(node);
    if (!violated.isEmpty()) {
      return "constraint " + String.join(" and ", violated) + " rules out";
    }
    if (!isRightPlatform(node)) {
      return "another platform than the image's on";
    }
    Set<String> ports = service.hostPorts();
    for (String port : ports) {
      if (taken.ports().containsKey(port)) {
        return "port " + port + " in use on";
      }
    }
    int own = occupancy.of(node.view().id(), service.view().id()).tasks();
    return own >= mostPerNode() ? "at most %d per node, reached on".formatted(mostPerNode()) : "";
  }

  private static String availability(NodeFacts node) {
    return switch (node.view().availability()) {
      case "drain" -> "drained";
      case "pause" -> "paused";
      default -> node.view().availability();
    };
  }

  /** Says what is missing on a node that has no room. */
  private String tooSmall(NodeFacts node) {
    Resources each = service.view().reservations();
    Occupancy.Taken taken = occupancy.all(node.view().id());
    List<String> what = new ArrayList<>();
    if (each.cpu().isPresent()
        && free(node.view().cpu().nanos(), taken.nanos()) < each.cpu().get().nanos()) {
      what.add("CPU");
    }
    if (each.memory().isPresent()
        && free(node.view().memory().value(), taken.bytes()) < each.memory().get().value()) {
      what.add("memory");
    }
    return "not enough " + String.join(" and ", what) + " left to reserve on";
  }

  private static long free(long offered, long taken) {
    return offered - taken;
  }

  private long times(NodeFacts node, Occupancy.Taken taken) {
    Resources each = service.view().reservations();
    long nanos = each.cpu().map(Cpu::nanos).orElse(0L);
    long bytes = each.memory().map(Bytes::value).orElse(0L);
    return Math.min(
        nanos == 0
            ? Long.MAX_VALUE
            : Math.max(0, free(node.view().cpu().nanos(), taken.nanos())) / nanos,
        bytes == 0
            ? Long.MAX_VALUE
            : Math.max(0, free(node.view().memory().value(), taken.bytes())) / bytes);
  }

  /** How many tasks have room on a node beside the other services'. */
  private long room(NodeFacts node) {
    Occupancy.Taken all = occupancy.all(node.view().id());
    Occupancy.Taken own = occupancy.of(node.view().id(), service.view().id());
    Occupancy.Taken others =
        new Occupancy.Taken(
            all.nanos() - own.nanos(),
            all.bytes() - own.bytes(),
            all.tasks() - own.tasks(),
            Map.of());
    long room = Math.min(Integer.MAX_VALUE, times(node, others));
    for (String port : service.hostPorts()) {
      boolean another = all.ports().getOrDefault(port, 0) > own.ports().getOrDefault(port, 0);
      room = Math.min(room, another ? 0 : 1);
    }
    return room;
  }

  private long mostPerNode() {
    return service.maxPerNode() > 0 ? service.maxPerNode() : Integer.MAX_VALUE;
  }

  private static boolean isReady(NodeFacts node) {
    return node.view().isReady() && node.view().availability().equals("active");
  }

  private List<String> violated(NodeFacts node) {
    return constraints.stream()
        .filter(one -> !one.allows(node.traits()))
        .map(Constraint::toString)
        .toList();
  }

  private boolean isRightPlatform(NodeFacts node) {
    return service.platforms().isEmpty()
        || service.platforms().stream().anyMatch(node.platform()::isA);
  }
}
