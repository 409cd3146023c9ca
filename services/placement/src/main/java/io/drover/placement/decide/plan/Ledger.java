package io.drover.placement.decide.plan;

import io.drover.core.placement.Constraint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is taken of the nodes while a plan is made, as Swarm's scheduler keeps it. Nodes and
 * services are numbered as in the input.
 */
final class Ledger {
  /** The service of a task that belongs to none in the plan. */
  static final int NOBODY = -1;

  private final Axes axes;
  private final List<PlanNode> nodes;
  private final long[][] capacity;
  private final long[][] taken;
  private final int[] tasks;
  private final int[][] own;
  private final List<Set<HostPort>> ports;
  private final boolean[] lost;
  private final Map<String, List<Optional<String>>> spreadValues = new HashMap<>();

  Ledger(PlanInput input, Axes axes) {
    this.axes = axes;
    this.nodes = input.nodes();
    int count = nodes.size();
    capacity = new long[count][];
    taken = new long[count][axes.count()];
    tasks = new int[count];
    own = new int[input.services().size()][];
    ports = nodes.stream().<Set<HostPort>>map(node -> new HashSet<>()).toList();
    lost = new boolean[count];
    for (int node = 0; node < count; node++) {
      capacity[node] = axes.numbers(nodes.get(node).offers());
      for (Budget untold : nodes.get(node).untold()) {
        capacity[node][untold == Budget.IOPS ? Axes.IOPS : Axes.BANDWIDTH] = Long.MAX_VALUE;
      }
    }
  }

  Axes axes() {
    return axes;
  }

  List<PlanNode> nodes() {
    return nodes;
  }

  long free(int node, int axis) {
    return capacity[node][axis] - taken[node][axis];
  }

  long capacity(int node, int axis) {
    return capacity[node][axis];
  }

  long[] taken(int node) {
    return taken[node].clone();
  }

  /** Tasks on a node that are meant to stay. */
  int tasks(int node) {
    return tasks[node];
  }

  /** Tasks of a service on a node that are meant to stay. */
  int tasks(int service, int node) {
    return own[service] == null ? 0 : own[service][node];
  }

  /** The value of a node for what tasks are spread over; absent when Swarm ignores it. */
  Optional<String> spreadValue(String descriptor, int node) {
    return spreadValues
        .computeIfAbsent(
            descriptor,
            label -> nodes.stream().map(one -> Constraint.spreadValue(label, one.facts())).toList())
        .get(node);
  }

  boolean isLost(int node) {
    return lost[node];
  }

  boolean isPublished(int node, HostPort port) {
    return ports.get(node).contains(port);
  }

  /** Sets a task down. */
  void take(int service, int node, long[] amounts, Set<HostPort> published, boolean wanted) {
    change(node, amounts, 1);
    ports.get(node).addAll(published);
    if (wanted) {
      count(service, node, 1);
    }
  }

  /** Takes a task away again that was set down and is wanted. */
  void giveBack(int service, int node, long[] amounts, Set<HostPort> published) {
    change(node, amounts, -1);
    ports.get(node).removeAll(published);
    count(service, node, -1);
  }

  private void change(int node, long[] amounts, int sign) {
    for (int axis = 0; axis < amounts.length; axis++) {
      taken[node][axis] += sign * amounts[axis];
    }
  }

  private void count(int service, int node, int change) {
    tasks[node] += change;
    if (service == NOBODY) {
      return;
    }
    if (own[service] == null) {
      own[service] = new int[nodes.size()];
    }
    own[service][node] += change;
  }

  /**
   * Has a node die: nothing is placed there, and its tasks count no more.
   *
   * @return how many tasks of each service it had
   */
  int[] lose(int node) {
    int[] had = new int[own.length];
    for (int service = 0; service < own.length; service++) {
      if (own[service] != null) {
        had[service] = own[service][node];
        own[service][node] = 0;
      }
    }
    lost[node] = true;
    return had;
  }

  /** Has it back, with the tasks it had. */
  void recover(int node, int[] had) {
    for (int service = 0; service < own.length; service++) {
      if (own[service] != null) {
        own[service][node] = had[service];
      }
    }
    lost[node] = false;
  }
}
