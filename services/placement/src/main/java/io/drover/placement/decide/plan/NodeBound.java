package io.drover.placement.decide.plan;

import io.drover.placement.decide.plan.PlanService.Count;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A number of nodes below which no placing of all tasks can go, however clever: the largest of
 *
 * <ul>
 *   <li>how many of the largest nodes it takes to have as much CPU, memory, … as all tasks reserve,
 *       each alone and any two together, added up with several weights;
 *   <li>how many tasks reserve more than half of the largest node, of which no two can share one;
 *   <li>how many nodes a service needs that may have only so many tasks on each;
 *   <li>how many tasks publish the same port on their node.
 * </ul>
 */
final class NodeBound {
  private static final int WEIGHTS = 16;

  /** Far more than what sums of fractions are off by, and far less than a task. */
  private static final double ROUNDING = 1e-9;

  private final PlanInput input;
  private final Axes axes;

  private NodeBound(PlanInput input) {
    this.input = input;
    this.axes = Axes.of(input);
  }

  /** The bound for the replicated services of an input. */
  static int of(PlanInput input) {
    NodeBound bound = new NodeBound(input);
    long least = input.services().stream().anyMatch(service -> replicas(service) > 0) ? 1 : 0;
    for (int axis = 0; axis < bound.axes.count(); axis++) {
      least = Math.max(least, Math.max(bound.bySum(axis), bound.byHalves(axis)));
      for (int other = 0; other < axis; other++) {
        least = Math.max(least, bound.byTwo(axis, other));
      }
    }
    return (int) Math.min(Integer.MAX_VALUE, Math.max(least, bound.byRules()));
  }

  private static long replicas(PlanService service) {
    return service.count() instanceof Count.Replicated(int replicas) ? replicas : 0;
  }

  /** What the available nodes have, largest first; what is untold is without end. */
  private long[] capacities(int axis) {
    long[] rising =
        input.nodes().stream()
            .filter(PlanNode::isAvailable)
            .mapToLong(node -> capacity(node, axis))
            .sorted()
            .toArray();
    long[] falling = new long[rising.length];
    Arrays.setAll(falling, i -> rising[rising.length - 1 - i]);
    return falling;
  }

  private long capacity(PlanNode node, int axis) {
    boolean untold =
        axis == Axes.IOPS && node.untold().contains(Budget.IOPS)
            || axis == Axes.BANDWIDTH && node.untold().contains(Budget.BANDWIDTH);
    return untold ? Long.MAX_VALUE : axes.numbers(node.offers())[axis];
  }

  private long need(PlanService service, int axis) {
    return axes.numbers(service.reservation())[axis];
  }

  private long bySum(int axis) {
    BigInteger rest =
        input.services().stream()
            .map(s -> BigInteger.valueOf(need(s, axis)).multiply(BigInteger.valueOf(replicas(s))))
            .reduce(BigInteger.ZERO, BigInteger::add);
    long nodes = 0;
    for (long capacity : capacities(axis)) {
      if (rest.signum() <= 0) {
        return nodes;
      }
      rest = rest.subtract(BigInteger.valueOf(capacity));
      nodes++;
    }
    // All together are too small: there would have to be more than there are.
    return rest.signum() <= 0 ? nodes : nodes + 1;
  }

  /**
   * Whatever the weights, what nodes offer of two kinds, weighed and added, must reach what tasks
   * take of them; a node that has much of one and little of the other counts for less then.
   */
  private long byTwo(int axis, int other) {
    double first = asked(axis);
    double second = asked(other);
    if (first == 0 || second == 0 || isUntold(axis) || isUntold(other)) {
      return 0;
    }
    long least = 0;
    for (int weight = 1; weight < WEIGHTS; weight++) {
      double share = (double) weight / WEIGHTS;
      double[] rising =
          input.nodes().stream()
              .filter(PlanNode::isAvailable)
              .mapToDouble(
                  node ->
                      share * capacity(node, axis) / first
                          + (1 - share) * capacity(node, other) / second)
              .sorted()
              .toArray();
      double rest = 1 - ROUNDING;
      int nodes = 0;
      while (rest > 0 && nodes < rising.length) {
        rest -= rising[rising.length - 1 - nodes];
        nodes++;
      }
      least = Math.max(least, rest > 0 ? nodes + 1 : nodes);
    }
    return least;
  }

  private double asked(int axis) {
    return input.services().stream()
        .mapToDouble(service -> (double) need(service, axis) * replicas(service))
        .sum();
  }

  private boolean isUntold(int axis) {
    return input.nodes().stream().anyMatch(node -> capacity(node, axis) == Long.MAX_VALUE);
  }

  private long byHalves(int axis) {
    long[] capacities = capacities(axis);
    if (capacities.length == 0) {
      return 0;
    }
    return input.services().stream()
        .filter(service -> need(service, axis) > capacities[0] / 2)
        .mapToLong(NodeBound::replicas)
        .sum();
  }

  private long byRules() {
    long least = 0;
    Map<HostPort, Long> published = new HashMap<>();
    for (PlanService service : input.services()) {
      int most = service.rules().maxPerNode();
      if (most > 0) {
        least = Math.max(least, Math.ceilDiv(replicas(service), (long) most));
      }
      service.rules().ports().forEach(port -> published.merge(port, replicas(service), Long::sum));
    }
    return published.values().stream().reduce(least, Math::max);
  }
}
