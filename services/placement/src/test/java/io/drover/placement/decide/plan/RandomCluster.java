package io.drover.placement.decide.plan;

import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.placement.Constraint;
import io.drover.core.placement.NodeTraits;
import io.drover.core.placement.Platform;
import io.drover.placement.decide.plan.PlanService.Count;
import io.drover.placement.decide.plan.PlanService.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Clusters of a few nodes and services by chance, with everything that a filter looks at. */
final class RandomCluster {
  private static final List<String> ZONES = List.of("a", "b", "c");
  private static final List<String> CONSTRAINTS =
      List.of(
          "node.labels.zone==a",
          "node.labels.zone!=b",
          "node.labels.zone==C",
          "node.hostname!=n1",
          "node.role==worker",
          "node.role==manager");

  private final SplittableRandom random;

  RandomCluster(SplittableRandom random) {
    this.random = random;
  }

  /** Nodes and services, without preferences, global services and standing tasks. */
  PlanInput plain() {
    List<PlanNode> nodes = new ArrayList<>();
    for (int i = random.nextInt(1, 7); i > 0; i--) {
      nodes.add(node("n" + i));
    }
    List<PlanService> services = new ArrayList<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      services.add(service("s" + i));
    }
    return new PlanInput(nodes, services, List.of());
  }

  /** With all that there is. */
  PlanInput full() {
    PlanInput plain = plain();
    List<PlanService> services = new ArrayList<>();
    for (PlanService service : plain.services()) {
      PlanService changed = service;
      if (random.nextInt(3) == 0) {
        Rules rules = service.rules();
        List<String> over =
            random.nextBoolean()
                ? List.of("node.labels.zone")
                : List.of("node.labels.zone", "node.labels.rack");
        changed =
            service.under(
                new Rules(
                    rules.constraints(),
                    over,
                    rules.maxPerNode(),
                    rules.ports(),
                    List.of(),
                    List.of()));
      }
      services.add(random.nextInt(6) == 0 ? changed.counting(new Count.Global()) : changed);
    }
    List<StandingTask> standing = new ArrayList<>();
    Map<String, Integer> slots = new java.util.HashMap<>();
    for (int i = random.nextInt(0, 6); i > 0; i--) {
      PlanService owner = services.get(random.nextInt(services.size()));
      String node = plain.nodes().get(random.nextInt(plain.nodes().size())).name();
      standing.add(
          new StandingTask(
              "t" + i,
              owner.name(),
              slots.merge(owner.name(), 1, Integer::sum),
              node,
              Amounts.NOTHING,
              Set.of(),
              random.nextInt(4) > 0));
    }
    return new PlanInput(plain.nodes(), services, standing);
  }

  private PlanNode node(String name) {
    Map<String, String> labels =
        random.nextInt(4) == 0
            ? Map.of()
            : Map.of(
                "zone", ZONES.get(random.nextInt(3)), "rack", Integer.toString(random.nextInt(3)));
    NodeTraits facts =
        new NodeTraits(
            "",
            name,
            random.nextInt(3) == 0 ? "manager" : "worker",
            "",
            Platform.UNKNOWN,
            labels,
            Map.of());
    Amounts offers =
        new Amounts(
            Cpu.ofMillicores(500L * random.nextInt(1, 17)),
            Bytes.ofMebibytes(256L * random.nextInt(1, 33)),
            1000L * random.nextInt(0, 9),
            new Bandwidth(1_000_000L * random.nextInt(0, 2000)),
            random.nextBoolean() ? Map.of("gpu", (long) random.nextInt(3)) : Map.of());
    Set<Budget> untold = random.nextInt(3) == 0 ? Set.of() : Set.of(Budget.values());
    return new PlanNode(
        name, facts, random.nextInt(8) == 0 ? "drain" : "", offers, untold, List.of());
  }

  private PlanService service(String name) {
    Amounts takes =
        new Amounts(
            Cpu.ofMillicores(random.nextInt(3) == 0 ? 0 : 250L * random.nextInt(1, 9)),
            Bytes.ofMebibytes(random.nextInt(3) == 0 ? 0 : 128L * random.nextInt(1, 17)),
            random.nextInt(4) == 0 ? 1000L * random.nextInt(4) : 0,
            new Bandwidth(random.nextInt(4) == 0 ? 100_000_000L * random.nextInt(6) : 0),
            random.nextInt(6) == 0 ? Map.of("gpu", 1L) : Map.of());
    List<Constraint> constraints = new ArrayList<>();
    for (int i = Math.max(0, random.nextInt(-2, 3)); i > 0; i--) {
      constraints.add(Constraint.parse(CONSTRAINTS.get(random.nextInt(CONSTRAINTS.size()))));
    }
    Rules rules =
        new Rules(
            constraints,
            List.of(),
            random.nextInt(4) == 0 ? random.nextInt(1, 4) : 0,
            random.nextInt(5) == 0
                ? Set.of(new HostPort(8080 + random.nextInt(2), "tcp"))
                : Set.of(),
            List.of(),
            List.of());
    return PlanService.of(name, random.nextInt(0, 12), takes).under(rules);
  }
}
