package io.drover.placement.decide.capacity;

import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.PlanNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * A node and what is taken of it.
 *
 * @param node the node, with what it offers
 * @param tier its label {@code tier}; empty text for none
 * @param held what the tasks on it reserve and are limited to; one whose service is gone, or that
 *     is being ended, reserves but counts nowhere else
 * @param used what they use
 */
public record NodeCapacity(PlanNode node, String tier, Totals held, NodeUsed used) {

  /** What is left to reserve, in the amount's units; less than 0 where the node is overdrawn. */
  public Left left() {
    Amounts offers = node.offers();
    Amounts taken = held.reserved();
    return new Left(
        offers.cpu().nanos() - taken.cpu().nanos(),
        offers.memory().value() - taken.memory().value(),
        offers.iops() - taken.iops(),
        offers.bandwidth().bitsPerSecond() - taken.bandwidth().bitsPerSecond(),
        generic(offers.generic(), taken.generic()));
  }

  private static Map<String, Long> generic(Map<String, Long> offers, Map<String, Long> taken) {
    Map<String, Long> left = new TreeMap<>(offers);
    taken.forEach((kind, amount) -> left.merge(kind, -amount, Long::sum));
    return left;
  }

  /** Nano-cores, bytes, operations and bits a second, and generic resources by kind. */
  public record Left(long cpu, long memory, long iops, long bandwidth, Map<String, Long> generic) {
    public Left {
      generic = Map.copyOf(generic);
    }
  }
}
