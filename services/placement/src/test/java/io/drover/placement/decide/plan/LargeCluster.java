package io.drover.placement.decide.plan;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.placement.Constraint;
import io.drover.placement.decide.plan.PlanService.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A cluster of many nodes and tasks, of the sizes, labels and rules that there are in real ones.
 */
public final class LargeCluster {
  private static final int[] CORES = {8, 16, 32};
  private static final int[] GIBIBYTES = {32, 64, 128};
  private static final int[] MILLICORES = {100, 250, 500, 1000, 2000};
  private static final int[] MEBIBYTES = {128, 256, 512, 1024, 4096};
  private static final int MOST_REPLICAS = 40;

  private LargeCluster() {}

  /** So many nodes, and services with so many tasks together. */
  public static PlanInput of(int nodes, int tasks, SplittableRandom random) {
    List<PlanNode> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      Amounts offers =
          Amounts.of(
              Cpu.ofMillicores(1000L * CORES[random.nextInt(3)]),
              Bytes.ofMebibytes(1024L * GIBIBYTES[random.nextInt(3)]));
      Map<String, String> labels =
          Map.of(
              "zone", "z" + random.nextInt(3), "tier", random.nextBoolean() ? "database" : "app");
      all.add(PlanNode.of("node" + i, offers, labels));
    }
    List<PlanService> services = new ArrayList<>();
    int left = tasks;
    while (left > 0) {
      int replicas = Math.min(left, random.nextInt(1, MOST_REPLICAS));
      left -= replicas;
      services.add(service("service" + services.size(), replicas, random));
    }
    return new PlanInput(all, services, List.of());
  }

  private static PlanService service(String name, int replicas, SplittableRandom random) {
    Amounts takes =
        Amounts.of(
            Cpu.ofMillicores(MILLICORES[random.nextInt(5)]),
            Bytes.ofMebibytes(MEBIBYTES[random.nextInt(5)]));
    List<Constraint> constraints =
        random.nextInt(5) == 0
            ? List.of(Constraint.parse("node.labels.tier==database"))
            : List.of();
    List<String> over = random.nextInt(5) == 0 ? List.of("node.labels.zone") : List.of();
    int most = random.nextInt(10) == 0 ? 1 : 0;
    return PlanService.of(name, replicas, takes)
        .under(new Rules(constraints, over, most, Set.of(), List.of(), List.of()));
  }
}
