package io.drover.placement.decide.plan;

import static io.drover.placement.decide.plan.Given.amounts;
import static io.drover.placement.decide.plan.Given.constrained;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.placement.decide.plan.PlanService.Rules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The smallest added node, and the fewest nodes. */
class WhatIfTest {
  private static final PlanNode ADDED = PlanNode.of("added", Amounts.NOTHING, Map.of());

  private static AddedNode search(Given given) {
    return AddedNode.search(given.input(), ADDED);
  }

  @Test
  void nothingIsAddedWhereAllFits() {
    assertThat(search(new Given().node("n1", "4", "8Gi").service("s", 4, "1", "1Gi")))
        .isEqualTo(new AddedNode.NotNeeded());
  }

  @Test
  void theSmallestNodeHasWholeCoresAndGibibytes() {
    // Three of 1500m are left over: 4500m and 6600Mi.
    assertThat(search(new Given().node("n1", "2", "8Gi").service("s", 4, "1500m", "2200Mi")))
        .isEqualTo(new AddedNode.Smallest(amounts("5", "7Gi")));
  }

  @Test
  void aNodeThatTheConstraintsRuleOutDoesNotHelp() {
    Given given =
        new Given()
            .node("n1", "1", "1Gi", "tier=db")
            .service("db", 2, "1", "1Gi", constrained("node.labels.tier==db"));
    assertThat(search(given)).isInstanceOf(AddedNode.None.class);
    PlanNode labelled = PlanNode.of("added", Amounts.NOTHING, Map.of("tier", "db"));
    assertThat(AddedNode.search(given.input(), labelled))
        .isEqualTo(new AddedNode.Smallest(amounts("1", "1Gi")));
  }

  @Test
  void anAddedNodeMakesItFitAndOneStepLessDoesNot() {
    int found = 0;
    for (long seed = 0; seed < 1_500; seed++) {
      PlanInput input = new RandomCluster(new SplittableRandom(seed)).plain();
      if (AddedNode.search(input, ADDED) instanceof AddedNode.Smallest(Amounts offers)) {
        found++;
        Axes axes = Axes.of(input);
        assertThat(fits(input, axes, axes.numbers(offers))).as("seed %d", seed).isTrue();
        long[] steps = {
          AddedNode.CPU_STEP, AddedNode.MEMORY_STEP, AddedNode.IOPS_STEP, AddedNode.BANDWIDTH_STEP
        };
        for (int axis = 0; axis < steps.length; axis++) {
          long[] less = axes.numbers(offers);
          less[axis] -= steps[axis];
          assertThat(less[axis] >= 0 && fits(input, axes, less)).as("seed %d", seed).isFalse();
        }
      }
    }
    assertThat(found).isGreaterThan(100);
  }

  private static boolean fits(PlanInput input, Axes axes, long[] offers) {
    return Planner.plan(input.with(ADDED.offering(axes.amounts(offers)))).fits();
  }

  @Test
  void theBoundIsTheMostThatAnyReasonAsksFor() {
    Given four = new Given();
    for (int i = 1; i <= 4; i++) {
      four.node("n" + i, "4", "8Gi");
    }
    assertThat(FewestNodes.of(four.service("s", 5, "1", "1Gi").input()).atLeast()).isEqualTo(2);
    // No two of them share a node.
    assertThat(FewestNodes.of(four.service("half", 3, "2100m", "1").input()).atLeast())
        .isEqualTo(3);
    Rules apart = Rules.NONE.atMostPerNode(1);
    assertThat(FewestNodes.of(four.service("apart", 4, "0", "0", apart).input()).atLeast())
        .isEqualTo(4);
  }

  @Test
  void whatNodesHaveOfTwoKindsCountsTogether() {
    // Each node has much of one kind and little of the other.
    Given given = new Given();
    for (int i = 1; i <= 4; i++) {
      given.node("c" + i, "6", "1Gi").node("m" + i, "1", "6Gi");
    }
    PlanInput input = given.service("s", 10, "1", "1Gi").input();
    // By CPU alone, or by memory alone, two nodes would do.
    assertThat(FewestNodes.of(input).atLeast()).isEqualTo(3);
  }

  @Test
  void packingKeepsAllRulesAndIsNotBelowTheBound() {
    int packed = 0;
    for (long seed = 0; seed < 3_000; seed++) {
      PlanInput input = new RandomCluster(new SplittableRandom(seed)).plain();
      FewestNodes fewest = FewestNodes.of(input);
      if (!fewest.found().isEmpty()) {
        packed++;
        assertThat(fewest.found().size())
            .as("seed %d", seed)
            .isGreaterThanOrEqualTo(fewest.atLeast());
        assertThat(Set.copyOf(fewest.found())).hasSameSizeAs(fewest.found());
      }
      PlanResult plan = Planner.plan(input);
      long used = plan.nodes().stream().filter(use -> use.tasks() > 0).count();
      if (plan.fits()) {
        assertThat((long) fewest.atLeast()).as("seed %d", seed).isLessThanOrEqualTo(used);
      }
    }
    assertThat(packed).isGreaterThan(300);
  }

  @Test
  void whatCannotBePackedHasNoNodes() {
    assertThat(
            FewestNodes.of(new Given().node("n", "1", "1Gi").service("s", 2, "1", "1Gi").input()))
        .isEqualTo(new FewestNodes(2, List.of()));
  }
}
