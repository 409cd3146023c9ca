package io.drover.placement.decide.plan;

import io.drover.placement.decide.plan.PlanService.Count;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How few of the nodes would do, were tasks packed instead of spread. Swarm doesn't pack; this says
 * how much room a spread plan leaves.
 *
 * @param atLeast fewer can't do, whatever the packing: see {@link NodeBound}
 * @param found the names of nodes that do, found by packing greedily; empty when that places not
 *     everything
 */
public record FewestNodes(int atLeast, List<String> found) {
  public FewestNodes {
    found = List.copyOf(found);
  }

  /** Packs the services of an input; global services and standing tasks are left out of it. */
  public static FewestNodes of(PlanInput input) {
    PlanInput packed =
        new PlanInput(
            input.nodes(),
            input.services().stream()
                .filter(service -> service.count() instanceof Count.Replicated)
                .toList(),
            List.of());
    return new FewestNodes(NodeBound.of(packed), pack(packed));
  }

  /**
   * Fills one node after the other, largest first, each time with a task of the service whose needs
   * lie most in the direction of what the node has left: then no kind runs out long before others.
   */
  private static List<String> pack(PlanInput input) {
    Axes axes = Axes.of(input);
    Ledger ledger = new Ledger(input, axes);
    double[] asked = asked(input, axes);
    double[] weights = weights(input, axes, asked);
    List<Integer> order = new ArrayList<>();
    for (int node = 0; node < input.nodes().size(); node++) {
      order.add(node);
    }
    order.sort(
        Comparator.comparingDouble(
            node -> -share(axes.numbers(input.nodes().get(node).offers()), asked)));
    List<NodeFilters> waiting = new ArrayList<>();
    for (int number = 0; number < input.services().size(); number++) {
      waiting.add(new NodeFilters(input.services().get(number), number, ledger));
    }
    int[] left = waiting.stream().mapToInt(FewestNodes::replicas).toArray();
    waiting.removeIf(one -> left[one.number()] == 0);
    List<String> used = new ArrayList<>();
    for (int node : order) {
      if (waiting.isEmpty()) {
        break;
      }
      boolean taken = false;
      Optional<NodeFilters> best = best(waiting, node, weights);
      while (best.isPresent()) {
        NodeFilters one = best.get();
        one.take(node);
        taken = true;
        if (--left[one.number()] == 0) {
          waiting.remove(one);
        }
        best = best(waiting, node, weights);
      }
      if (taken) {
        used.add(input.nodes().get(node).name());
      }
    }
    return waiting.isEmpty() ? used : List.of();
  }

  private static int replicas(NodeFilters one) {
    return ((Count.Replicated) one.service().count()).replicas();
  }

  /** The service whose task goes to a node next, if one fits. */
  private static Optional<NodeFilters> best(List<NodeFilters> waiting, int node, double[] weights) {
    Optional<NodeFilters> best = Optional.empty();
    double most = -1;
    for (NodeFilters one : waiting) {
      if (one.accepts(node)) {
        // Those that can be on few nodes only come first: elsewhere is no room for them.
        double score = (one.along(node, weights) + Double.MIN_NORMAL) / one.possible();
        if (score > most) {
          most = score;
          best = Optional.of(one);
        }
      }
    }
    return best;
  }

  private static double[] asked(PlanInput input, Axes axes) {
    double[] asked = new double[axes.count()];
    for (PlanService service : input.services()) {
      long[] each = axes.numbers(service.reservation());
      int replicas = ((Count.Replicated) service.count()).replicas();
      for (int axis = 0; axis < asked.length; axis++) {
        asked[axis] += (double) each[axis] * replicas;
      }
    }
    return asked;
  }

  /** The part of all tasks that a node could hold, were they all alike. */
  private static double share(long[] offers, double[] asked) {
    double share = Double.MAX_VALUE;
    for (int axis = 0; axis < offers.length; axis++) {
      if (asked[axis] > 0) {
        share = Math.min(share, offers[axis] / asked[axis]);
      }
    }
    return share;
  }

  /**
   * What one unit of each kind weighs: the share of all there is that is asked for, so that what is
   * scarce counts most.
   */
  private static double[] weights(PlanInput input, Axes axes, double[] asked) {
    double[] there = new double[axes.count()];
    for (PlanNode node : input.nodes()) {
      long[] offers = axes.numbers(node.offers());
      for (int axis = 0; axis < there.length; axis++) {
        there[axis] += offers[axis];
      }
    }
    double[] weights = new double[axes.count()];
    for (int axis = 0; axis < weights.length; axis++) {
      weights[axis] = there[axis] > 0 ? asked[axis] / there[axis] / there[axis] : 0;
    }
    return weights;
  }
}
