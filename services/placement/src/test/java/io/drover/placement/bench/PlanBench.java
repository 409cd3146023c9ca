package io.drover.placement.bench;

import io.drover.placement.decide.plan.FewestNodes;
import io.drover.placement.decide.plan.LargeCluster;
import io.drover.placement.decide.plan.Loss;
import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanResult;
import io.drover.placement.decide.plan.Planner;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * How long one core takes to plan 5,000 tasks on 500 nodes, to say what the loss of each node does,
 * and to pack the tasks on few nodes, and what that takes of the heap.
 */
public final class PlanBench {
  private static final int NODES = 500;
  private static final int TASKS = 5_000;
  private static final int ROUNDS = 40;
  private static final int COPIES = 20;
  private static final int GARBAGE_COLLECTIONS = 3;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private PlanBench() {}

  /**
   * What was measured of one thing.
   *
   * @param first milliseconds of the first time, uncompiled
   * @param median milliseconds once warm
   * @param worst milliseconds once warm
   * @param allocated bytes allocated on the way
   * @param kept bytes of the heap that the result holds
   */
  private record Measured(
      String name, double first, double median, double worst, long allocated, long kept) {}

  /** Prints a table and one line a figure. */
  public static void main(String[] args) {
    PlanInput input = LargeCluster.of(NODES, TASKS, new SplittableRandom(42));
    System.out.printf(
        "%d tasks of %d services on %d nodes; milliseconds of CPU time of one core%n",
        TASKS, input.services().size(), input.nodes().size());
    System.out.printf(
        "%-8s %10s %10s %10s %14s %10s%n",
        "", "first ms", "median ms", "worst ms", "allocated MiB", "kept MiB");
    Measured plan = measure("plan", () -> Planner.plan(input));
    Measured losses = measure("losses", () -> Planner.losses(input));
    Measured fewest = measure("fewest", () -> FewestNodes.of(input));
    PlanResult result = Planner.plan(input);
    Map<String, Loss> lost = Planner.losses(input);
    FewestNodes packed = FewestNodes.of(input);
    long survived = lost.values().stream().filter(Loss::survives).count();
    double gap = 100.0 * (packed.found().size() - packed.atLeast()) / packed.atLeast();
    System.out.printf(
        "placed %d of %d; survives the loss of %d of %d nodes; packed on %d nodes, at least %d: %.1f%% above the bound%n",
        result.assignments().size(),
        TASKS,
        survived,
        NODES,
        packed.found().size(),
        packed.atLeast(),
        gap);
    for (Measured one : new Measured[] {plan, losses, fewest}) {
      System.out.printf("figure plan_%s %.1f ms%n", one.name(), one.median());
      System.out.printf("figure plan_%s_worst %.1f ms%n", one.name(), one.worst());
      System.out.printf(
          "figure plan_%s_allocated %.1f MiB%n", one.name(), mebibytes(one.allocated()));
      System.out.printf("figure plan_%s_kept %.2f MiB%n", one.name(), mebibytes(one.kept()));
    }
    System.out.printf("figure plan_nodes_packed %d nodes%n", packed.found().size());
    System.out.printf("figure plan_nodes_bound %d nodes%n", packed.atLeast());
    System.out.printf("figure plan_nodes_gap %.1f %%%n", gap);
  }

  private static Measured measure(String name, Supplier<Object> work) {
    double[] times = new double[ROUNDS];
    double first = time(work);
    for (int i = 0; i < ROUNDS; i++) {
      times[i] = time(work);
    }
    // The first half warms up.
    double[] warm = Arrays.copyOfRange(times, ROUNDS / 2, ROUNDS);
    Arrays.sort(warm);
    long before = allocated();
    work.get();
    long allocated = allocated() - before;
    long empty = heap();
    Object[] kept = new Object[COPIES];
    Arrays.setAll(kept, i -> work.get());
    long with = heap();
    Measured one =
        new Measured(
            name,
            first,
            warm[warm.length / 2],
            warm[warm.length - 1],
            allocated,
            (with - empty) / COPIES);
    System.out.printf(
        "%-8s %10.1f %10.1f %10.1f %14.1f %10.2f%n",
        name, one.first(), one.median(), one.worst(), mebibytes(allocated), mebibytes(one.kept()));
    // Until here they are kept.
    java.lang.ref.Reference.reachabilityFence(kept);
    return one;
  }

  private static double time(Supplier<Object> work) {
    // The thread's own time: what others do on the machine meanwhile is not the plan's.
    long start = THREADS.getCurrentThreadCpuTime();
    work.get();
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
  }

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  private static long heap() {
    for (int i = 0; i < GARBAGE_COLLECTIONS; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }
}
