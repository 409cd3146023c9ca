package io.drover.placement.decide.plan;

import io.drover.placement.decide.plan.PlanService.Count;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another planner, as slow as it is plain: every task by itself goes to the best node of all that
 * can take it, found by looking at every task placed so far. Without preferences Swarm's batches
 * come to the same.
 */
final class NaivePlan {
  private record Placed(PlanService service, PlanNode node) {}

  private final PlanInput input;
  private final List<Placed> placed = new ArrayList<>();
  private final Map<String, Integer> unplaced = new HashMap<>();

  NaivePlan(PlanInput input) {
    this.input = input;
    for (PlanService service : input.services()) {
      int replicas = ((Count.Replicated) service.count()).replicas();
      for (int task = 0; task < replicas; task++) {
        Optional<PlanNode> best =
            input.nodes().stream()
                .filter(node -> takes(node, service))
                .min(
                    Comparator.<PlanNode>comparingLong(node -> count(node, service))
                        .thenComparingLong(this::count));
        best.ifPresentOrElse(
            node -> placed.add(new Placed(service, node)),
            () -> unplaced.merge(service.name(), 1, Integer::sum));
      }
    }
  }

  Map<String, Integer> unplaced() {
    return unplaced;
  }

  Map<String, Integer> counts(String service) {
    Map<String, Integer> counts = new HashMap<>();
    placed.stream()
        .filter(one -> one.service().name().equals(service))
        .forEach(one -> counts.merge(one.node().name(), 1, Integer::sum));
    return counts;
  }

  private long count(PlanNode node) {
    return placed.stream().filter(one -> one.node() == node).count();
  }

  private long count(PlanNode node, PlanService service) {
    return placed.stream().filter(one -> one.node() == node && one.service() == service).count();
  }

  private boolean takes(PlanNode node, PlanService service) {
    int most = service.rules().maxPerNode();
    return node.isAvailable()
        && service.rules().constraints().stream().allMatch(c -> c.allows(node.facts()))
        && (most == 0 || count(node, service) < most)
        && service.rules().ports().stream().noneMatch(port -> published(node, port))
        && fits(node, service, a -> a.cpu().nanos())
        && fits(node, service, a -> a.memory().value())
        && (node.untold().contains(Budget.IOPS) || fits(node, service, Amounts::iops))
        && (node.untold().contains(Budget.BANDWIDTH)
            || fits(node, service, a -> a.bandwidth().bitsPerSecond()))
        && fits(node, service, a -> a.generic().getOrDefault("gpu", 0L));
  }

  private boolean published(PlanNode node, HostPort port) {
    return placed.stream()
        .anyMatch(one -> one.node() == node && one.service().rules().ports().contains(port));
  }

  private boolean fits(
      PlanNode node, PlanService service, java.util.function.ToLongFunction<Amounts> part) {
    BigInteger sum = BigInteger.valueOf(part.applyAsLong(service.reservation()));
    if (sum.signum() == 0) {
      return true;
    }
    for (Placed one : placed) {
      if (one.node() == node) {
        sum = sum.add(BigInteger.valueOf(part.applyAsLong(one.service().reservation())));
      }
    }
    return sum.compareTo(BigInteger.valueOf(part.applyAsLong(node.offers()))) <= 0;
  }
}
