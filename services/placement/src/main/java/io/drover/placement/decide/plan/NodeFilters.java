package io.drover.placement.decide.plan;

import io.drover.core.placement.Constraint;
import io.drover.core.placement.Platform;
import io.drover.placement.decide.plan.Refusal.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Swarm's filters for the tasks of one service, and our budgets after them. What can't change while
 * a plan is made is looked at once.
 */
final class NodeFilters {
  private final PlanService service;
  private final int number;
  private final Ledger ledger;
  private final long[] needs;
  private final int[] wanted;
  private final boolean[] possible;
  private final int possibleCount;

  NodeFilters(PlanService service, int number, Ledger ledger) {
    this.service = service;
    this.number = number;
    this.ledger = ledger;
    this.needs = ledger.axes().numbers(service.reservation());
    this.wanted = Axes.used(needs);
    this.possible = new boolean[ledger.nodes().size()];
    int count = 0;
    for (int node = 0; node < possible.length; node++) {
      PlanNode candidate = ledger.nodes().get(node);
      possible[node] =
          candidate.isAvailable()
              && missing(candidate).isEmpty()
              && broken(candidate).isEmpty()
              && runsOn(candidate);
      count += possible[node] ? 1 : 0;
    }
    possibleCount = count;
  }

  /** On how many nodes a task could be, were they empty and large. */
  int possible() {
    return possibleCount;
  }

  /** How much a task's needs lie in the direction of what a node has left. */
  double along(int node, double[] weights) {
    double product = 0;
    for (int axis : wanted) {
      if (ledger.capacity(node, axis) != Long.MAX_VALUE) {
        product += needs[axis] * weights[axis] * (ledger.free(node, axis) * weights[axis]);
      }
    }
    return product;
  }

  PlanService service() {
    return service;
  }

  int number() {
    return number;
  }

  /** Sets a task of the service down. */
  void take(int node) {
    ledger.take(number, node, needs, service.rules().ports(), true);
  }

  /** Takes one away again. */
  void giveBack(int node) {
    ledger.giveBack(number, node, needs, service.rules().ports());
  }

  /** Whether a node can take one more task. */
  boolean accepts(int node) {
    if (!possible[node] || ledger.isLost(node)) {
      return false;
    }
    for (int axis : wanted) {
      if (needs[axis] > ledger.free(node, axis)) {
        return false;
      }
    }
    return occupied(node).isEmpty() && !isFull(node);
  }

  /** Whether a global service wants a task there: its constraints are looked at beforehand. */
  boolean wantsTaskOn(PlanNode node) {
    return node.isAvailable() && broken(node).isEmpty();
  }

  /** What rules this node out; it is known that something does. */
  Refusal refusal(int number) {
    PlanNode node = ledger.nodes().get(number);
    if (ledger.isLost(number)) {
      return refuse(node, Filter.AVAILABLE, "not available (lost)", "");
    }
    if (!node.isAvailable()) {
      return refuse(node, Filter.AVAILABLE, "not available (" + node.unavailable() + ")", "");
    }
    Optional<Refusal> resources = shortage(node, number, true);
    if (resources.isPresent()) {
      return resources.get();
    }
    Optional<Plugin> plugin = missing(node);
    if (plugin.isPresent()) {
      String what = "%s plugin %s".formatted(plugin.get().type(), plugin.get().name());
      return refuse(node, Filter.PLUGIN, "missing " + what, "");
    }
    Optional<Constraint> constraint = broken(node);
    if (constraint.isPresent()) {
      return refuse(node, Filter.CONSTRAINT, "constraint " + constraint.get(), "");
    }
    if (!runsOn(node)) {
      String why = "unsupported platform " + node.facts().platform();
      return refuse(node, Filter.PLATFORM, why, "runs on " + platforms());
    }
    Optional<HostPort> port = occupied(number);
    if (port.isPresent()) {
      return refuse(node, Filter.HOST_PORT, "host port " + port.get() + " taken", "");
    }
    if (isFull(number)) {
      int most = service.rules().maxPerNode();
      return refuse(
          node,
          Filter.MAX_PER_NODE,
          "max %d %s per node".formatted(most, most == 1 ? "task" : "tasks"),
          "");
    }
    return shortage(node, number, false)
        .orElseThrow(() -> new IllegalStateException(node.name() + " takes " + service.name()));
  }

  private static Refusal refuse(PlanNode node, Filter filter, String why, String detail) {
    return new Refusal(node.name(), filter, why, detail);
  }

  private Optional<Refusal> shortage(PlanNode node, int number, boolean swarms) {
    List<String> names = new ArrayList<>();
    List<String> details = new ArrayList<>();
    for (int axis : wanted) {
      if (Axes.isSwarms(axis) == swarms && needs[axis] > ledger.free(number, axis)) {
        names.add(ledger.axes().name(axis));
        details.add(
            "%s: needs %s, %s of %s is free"
                .formatted(
                    ledger.axes().name(axis),
                    Axes.text(axis, needs[axis]),
                    Axes.text(axis, ledger.free(number, axis)),
                    Axes.text(axis, ledger.capacity(number, axis))));
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            refuse(
                node,
                swarms ? Filter.RESOURCES : Filter.BUDGET,
                "insufficient " + String.join(" and ", names),
                String.join("; ", details)));
  }

  private Optional<Plugin> missing(PlanNode node) {
    for (Plugin wish : service.rules().plugins()) {
      if (lacks(node, wish)) {
        return Optional.of(wish);
      }
    }
    return Optional.empty();
  }

  /** An engine that tells no log plugins at all is too old to tell, not without. */
  private static boolean lacks(PlanNode node, Plugin wish) {
    boolean told =
        !wish.type().equals("Log")
            || node.plugins().stream().anyMatch(plugin -> plugin.type().equals("Log"));
    return told && node.plugins().stream().noneMatch(plugin -> plugin.is(wish));
  }

  private Optional<Constraint> broken(PlanNode node) {
    for (Constraint constraint : service.rules().constraints()) {
      if (!constraint.allows(node.facts())) {
        return Optional.of(constraint);
      }
    }
    return Optional.empty();
  }

  private boolean runsOn(PlanNode node) {
    List<Platform> wishes = service.rules().platforms();
    return wishes.isEmpty() || wishes.stream().anyMatch(node.facts().platform()::isA);
  }

  private String platforms() {
    return service.rules().platforms().stream()
        .map(Platform::toString)
        .collect(Collectors.joining(", "));
  }

  private Optional<HostPort> occupied(int node) {
    if (service.rules().ports().isEmpty()) {
      return Optional.empty();
    }
    return service.rules().ports().stream()
        .filter(port -> ledger.isPublished(node, port))
        .min(java.util.Comparator.comparingInt(HostPort::port));
  }

  private boolean isFull(int node) {
    int most = service.rules().maxPerNode();
    return most > 0 && ledger.tasks(number, node) >= most;
  }
}
