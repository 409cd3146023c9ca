package io.drover.placement.decide.plan;

import io.drover.placement.decide.plan.PlanResult.Unplaced;
import io.drover.placement.decide.plan.PlanService.Count;
import java.util.List;

/**
 * The smallest node that makes a plan fit when it is added: with one step less of any of its
 * amounts it would not. CPU is made small first, then memory, storage operations, bandwidth and
 * generic resources, so among several such nodes it is the one with the fewest cores.
 */
public sealed interface AddedNode {
  /** Whole cores. */
  long CPU_STEP = 1_000_000_000L;

  /** Whole gibibytes. */
  long MEMORY_STEP = 1L << 30;

  /** Hundreds. */
  long IOPS_STEP = 100;

  /** Hundreds of megabits. */
  long BANDWIDTH_STEP = 100_000_000L;

  /** Everything fits as it is. */
  record NotNeeded() implements AddedNode {}

  /**
   * This one makes it fit.
   *
   * @param offers what it needs to have
   */
  record Smallest(Amounts offers) implements AddedNode {}

  /**
   * However large, one node more doesn't make it fit.
   *
   * @param unplaced what would still have no node, with the reasons
   */
  record None(List<Unplaced> unplaced) implements AddedNode {
    public None {
      unplaced = List.copyOf(unplaced);
    }
  }

  /**
   * Looks for it.
   *
   * @param like name, labels and the rest of the node; what it offers doesn't matter
   */
  static AddedNode search(PlanInput input, PlanNode like) {
    if (Planner.plan(input).fits()) {
      return new NotNeeded();
    }
    Axes axes = Axes.of(input);
    long[] offers = enough(input, axes);
    PlanResult most = Planner.plan(input.with(like.offering(axes.amounts(offers))));
    if (!most.fits()) {
      return new None(most.unplaced());
    }
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (int axis = 0; axis < axes.count(); axis++) {
        smaller |= shrink(input, like, axes, offers, axis);
      }
    }
    return new Smallest(axes.amounts(offers));
  }

  /** As much as all tasks together take, in whole steps. */
  private static long[] enough(PlanInput input, Axes axes) {
    long[] sum = new long[axes.count()];
    for (PlanService service : input.services()) {
      long tasks = service.count() instanceof Count.Replicated(int replicas) ? replicas : 1;
      Axes.add(sum, axes.numbers(service.reservation()), tasks);
    }
    for (int axis = 0; axis < sum.length; axis++) {
      sum[axis] = Math.multiplyExact(Math.ceilDiv(sum[axis], step(axis)), step(axis));
    }
    return sum;
  }

  /** Halves the steps between what fits and what doesn't; true when it got smaller. */
  private static boolean shrink(
      PlanInput input, PlanNode like, Axes axes, long[] offers, int axis) {
    long before = offers[axis];
    long fits = before / step(axis);
    long tooSmall = -1;
    while (fits - tooSmall > 1) {
      // The last step down is tried first: mostly nothing is left to be gained there.
      long middle = tooSmall < 0 && fits * step(axis) == before ? fits - 1 : (fits + tooSmall) / 2;
      offers[axis] = middle * step(axis);
      if (Planner.plan(input.with(like.offering(axes.amounts(offers)))).fits()) {
        fits = middle;
      } else {
        tooSmall = middle;
      }
    }
    offers[axis] = fits * step(axis);
    return offers[axis] < before;
  }

  private static long step(int axis) {
    return switch (axis) {
      case Axes.CPU -> CPU_STEP;
      case Axes.MEMORY -> MEMORY_STEP;
      case Axes.IOPS -> IOPS_STEP;
      case Axes.BANDWIDTH -> BANDWIDTH_STEP;
      default -> 1;
    };
  }
}
