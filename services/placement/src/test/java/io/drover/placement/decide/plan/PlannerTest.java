package io.drover.placement.decide.plan;

import static io.drover.placement.decide.plan.Given.amounts;
import static io.drover.placement.decide.plan.Given.constrained;
import static io.drover.placement.decide.plan.Given.counts;
import static io.drover.placement.decide.plan.Given.labels;
import static io.drover.placement.decide.plan.Given.reason;
import static io.drover.placement.decide.plan.Given.spread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.core.model.Bandwidth;
import io.drover.core.placement.NodeTraits;
import io.drover.core.placement.Platform;
import io.drover.placement.decide.plan.PlanResult.Assignment;
import io.drover.placement.decide.plan.PlanService.Rules;
import io.drover.placement.decide.plan.Refusal.Filter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One case for each of the scheduler's rules. */
class PlannerTest {
  private static final Rules ANYWHERE = Rules.NONE;

  private static Given three() {
    return new Given().node("n1", "4", "8Gi").node("n2", "4", "8Gi").node("n3", "4", "8Gi");
  }

  @Test
  void tasksAreSpreadEvenly() {
    assertThat(counts(three().service("web", 6, "1", "1Gi").plan(), "web"))
        .isEqualTo(Map.of("n1", 2, "n2", 2, "n3", 2));
  }

  @Test
  void aServiceGoesWhereItsOwnTasksAreFewestAndThenWhereAllTasksAre() {
    PlanResult plan = three().service("a", 1, "1", "1Gi").service("b", 2, "1", "1Gi").plan();
    assertThat(counts(plan, "a")).isEqualTo(Map.of("n1", 1));
    assertThat(counts(plan, "b")).isEqualTo(Map.of("n2", 1, "n3", 1));
  }

  @Test
  void whatIsReservedIsSetAsideAndTheRestIsFree() {
    PlanResult plan = new Given().node("n1", "4", "8Gi").service("web", 3, "500m", "1Gi").plan();
    assertThat(plan.nodes().getFirst().reserved()).isEqualTo(amounts("1500m", "3Gi"));
    assertThat(plan.nodes().getFirst().tasks()).isEqualTo(3);
    assertThat(plan.totals().reservations()).isEqualTo(amounts("1500m", "3Gi"));
  }

  @Test
  void tasksThatFindNoRoomSayWhatIsMissingWhere() {
    PlanResult plan =
        new Given()
            .node("n1", "4", "8Gi")
            .node("n2", "1", "8Gi")
            .node("n3", "4", "1Gi")
            .service("big", 3, "3", "4Gi")
            .plan();
    assertThat(plan.fits()).isFalse();
    assertThat(counts(plan, "big")).isEqualTo(Map.of("n1", 1));
    assertThat(reason(plan, "big"))
        .isEqualTo("2: insufficient cpu on 2 nodes, insufficient memory on 1 node");
    assertThat(plan.unplaced().getFirst().refusals())
        .extracting(Refusal::node, Refusal::filter, Refusal::detail)
        .contains(
            org.assertj.core.groups.Tuple.tuple(
                "n1", Filter.RESOURCES, "cpu: needs 3, 1 of 4 is free"));
  }

  @Test
  void bothAreNamedWhereBothAreShort() {
    assertThat(reason(new Given().node("n", "1", "1Gi").service("s", 1, "2", "2Gi").plan(), "s"))
        .isEqualTo("1: insufficient cpu and memory on 1 node");
  }

  @Test
  void aConstraintRulesNodesOutAndIsNamed() {
    PlanResult plan =
        new Given()
            .node("n1", "4", "8Gi", "tier=database")
            .node("n2", "4", "8Gi")
            .node("n3", "4", "8Gi", "tier=app")
            .service("db", 2, "3", "1Gi", constrained("node.labels.tier==database"))
            .plan();
    assertThat(counts(plan, "db")).isEqualTo(Map.of("n1", 1));
    assertThat(reason(plan, "db"))
        .isEqualTo(
            "1: constraint node.labels.tier==database on 2 nodes, insufficient cpu on 1 node");
  }

  @Test
  void anUnavailableNodeTakesNothingAndSaysWhy() {
    PlanNode drained =
        new PlanNode(
            "n1", NodeTraits.of("n1", Map.of()), "drain", amounts("4", "8Gi"), Set.of(), List.of());
    assertThat(reason(new Given().node(drained).service("s", 1, "1", "1Gi").plan(), "s"))
        .isEqualTo("1: not available (drain) on 1 node");
  }

  @Test
  void noMoreTasksThanAllowedComeToOneNode() {
    PlanResult plan = three().service("s", 5, "1", "1Gi", ANYWHERE.atMostPerNode(1)).plan();
    assertThat(counts(plan, "s")).isEqualTo(Map.of("n1", 1, "n2", 1, "n3", 1));
    assertThat(reason(plan, "s")).isEqualTo("2: max 1 task per node on 3 nodes");
  }

  @Test
  void aPortOnTheNodeItselfIsThereOnce() {
    Rules published =
        new Rules(List.of(), List.of(), 0, Set.of(new HostPort(80, "tcp")), List.of(), List.of());
    PlanResult plan =
        new Given()
            .node("n1", "4", "8Gi")
            .service("a", 1, "1", "1Gi", published)
            .service("b", 1, "1", "1Gi", published)
            .plan();
    assertThat(reason(plan, "a")).isEmpty();
    assertThat(reason(plan, "b")).isEqualTo("1: host port 80/tcp taken on 1 node");
  }

  @Test
  void anImageRunsOnItsPlatformsUnderAnyOfTheirNames() {
    NodeTraits facts =
        new NodeTraits("", "n1", "worker", "", new Platform("linux", "x86_64"), Map.of(), Map.of());
    PlanNode node = new PlanNode("n1", facts, "", amounts("4", "8Gi"), Set.of(), List.of());
    Given given = new Given().node(node);
    for (String architecture : List.of("amd64", "arm64", "")) {
      Rules rules =
          new Rules(
              List.of(),
              List.of(),
              0,
              Set.of(),
              List.of(new Platform("linux", architecture)),
              List.of());
      given.service("on_" + architecture, 1, "1", "1Gi", rules);
    }
    PlanResult plan = given.plan();
    assertThat(plan.unplaced()).hasSize(1);
    assertThat(reason(plan, "on_arm64"))
        .isEqualTo("1: unsupported platform linux/x86_64 on 1 node");
  }

  @Test
  void aPluginMustBeThere() {
    Plugin nfs = new Plugin("Volume", "nfs");
    PlanNode with =
        new PlanNode(
            "n1",
            NodeTraits.of("n1", Map.of()),
            "",
            amounts("4", "8Gi"),
            Set.of(),
            List.of(new Plugin("Volume", "nfs:latest")));
    Rules rules = new Rules(List.of(), List.of(), 0, Set.of(), List.of(), List.of(nfs));
    Given given = new Given().node(with).node("n2", "4", "8Gi");
    PlanResult plan = given.service("s", 4, "1", "1Gi", rules).plan();
    assertThat(counts(plan, "s")).isEqualTo(Map.of("n1", 4));
    assertThat(reason(given.service("t", 1, "1", "1Gi", rules).plan(), "t"))
        .isEqualTo("1: insufficient cpu on 1 node, missing Volume plugin nfs on 1 node");
  }

  @Test
  void genericResourcesAreCountedByKind() {
    Amounts offers = amounts("4", "8Gi").withGeneric(Map.of("gpu", 2L));
    Amounts each = amounts("1", "1Gi").withGeneric(Map.of("gpu", 1L));
    PlanResult plan =
        new Given()
            .node(PlanNode.of("n1", offers, Map.of()))
            .node("n2", "4", "8Gi")
            .service(PlanService.of("ml", 3, each))
            .plan();
    assertThat(counts(plan, "ml")).isEqualTo(Map.of("n1", 2));
    assertThat(reason(plan, "ml")).isEqualTo("1: insufficient gpu on 2 nodes");
  }

  @Test
  void budgetsAreHeldAgainstWhatTheInventoryTellsAndNothingElse() {
    Amounts offers = amounts("4", "8Gi").withIops(4000).with(Bandwidth.parse("1Gbps"));
    Amounts each = amounts("1", "1Gi").withIops(3000).with(Bandwidth.parse("600Mbps"));
    PlanNode told = PlanNode.of("n1", offers, Map.of());
    Given one = new Given().node(told).service(PlanService.of("db", 2, each));
    assertThat(reason(one.plan(), "db")).isEqualTo("1: insufficient iops and bandwidth on 1 node");
    PlanNode untold =
        PlanNode.of("n1", amounts("4", "8Gi"), Map.of()).untold(Set.of(Budget.values()));
    PlanResult free = new Given().node(untold).service(PlanService.of("db", 2, each)).plan();
    assertThat(free.fits()).isTrue();
    assertThat(free.nodes().getFirst().reserved().iops()).isEqualTo(6000);
  }

  @Test
  void preferencesSpreadOverTheirValuesBeforeNodes() {
    PlanResult plan =
        new Given()
            .node("a1", "9", "9Gi", "zone=a")
            .node("a2", "9", "9Gi", "zone=a")
            .node("b1", "9", "9Gi", "zone=b")
            .service("s", 4, "1", "1Gi", spread("node.labels.zone"))
            .plan();
    assertThat(counts(plan, "s")).isEqualTo(Map.of("a1", 1, "a2", 1, "b1", 2));
  }

  @Test
  void aFullBranchLeavesItsShareToTheOthers() {
    PlanResult plan =
        new Given()
            .node("a1", "9", "9Gi", "zone=a")
            .node("b1", "1", "9Gi", "zone=b")
            .service("s", 6, "1", "1Gi", spread("node.labels.zone"))
            .plan();
    assertThat(counts(plan, "s")).isEqualTo(Map.of("a1", 5, "b1", 1));
  }

  @Test
  void standingTasksStayAndCount() {
    PlanResult plan =
        three().service("s", 4, "1", "1Gi").standing("s", "1", "1Gi", "n1", "n1").plan();
    assertThat(plan.assignments())
        .containsExactly(
            new Assignment("s", 1, "n1", true),
            new Assignment("s", 2, "n1", true),
            new Assignment("s", 3, "n2", false),
            new Assignment("s", 4, "n3", false));
  }

  @Test
  void aTaskThatIsBeingEndedOnlyTakesUpRoom() {
    StandingTask ending = new StandingTask("t", "s", 1, "n1", amounts("3", "1Gi"), Set.of(), false);
    PlanResult plan =
        new Given().node("n1", "4", "8Gi").service("s", 2, "1", "1Gi").standing(ending).plan();
    assertThat(counts(plan, "s")).isEqualTo(Map.of("n1", 1));
    assertThat(reason(plan, "s")).isEqualTo("1: insufficient cpu on 1 node");
  }

  @Test
  void twoTasksInOneSlotAreOneReplica() {
    Given rolling =
        new Given()
            .node("n1", "4", "8Gi")
            .service("s", 1, "1", "1Gi")
            .standing(StandingTask.of("s", 1, "n1", amounts("1", "1Gi")))
            .standing(StandingTask.of("s", 1, "n1", amounts("2", "1Gi")));
    PlanResult plan = rolling.plan();
    assertThat(plan.assignments()).containsExactly(new Assignment("s", 1, "n1", true));
    assertThat(plan.nodes().getFirst().reserved()).isEqualTo(amounts("3", "2Gi"));
  }

  @Test
  void scalingDownEndsTheLaterCopiesOnANode() {
    Given given =
        three().service("s", 5, "1", "1Gi").standing("s", "1", "1Gi", "n1", "n1", "n1", "n2", "n3");
    assertThat(counts(Planner.plan(given.input().scaled(Map.of("s", 3))), "s"))
        .isEqualTo(Map.of("n1", 1, "n2", 1, "n3", 1));
  }

  @Test
  void aGlobalServiceHasATaskOnEveryNodeThatItsConstraintsAllow() {
    PlanResult plan =
        new Given()
            .node("n1", "4", "8Gi", "agent=yes")
            .node("n2", "1", "8Gi", "agent=yes")
            .node("n3", "4", "8Gi")
            .service("s", 1, "4", "1Gi")
            .global("agent", "2", "1Gi", constrained("node.labels.agent==yes"))
            .plan();
    assertThat(counts(plan, "agent")).isEqualTo(Map.of("n1", 1));
    assertThat(reason(plan, "agent")).isEqualTo("1: insufficient cpu on 1 node");
    assertThat(counts(plan, "s")).isEqualTo(Map.of("n3", 1));
  }

  @Test
  void aLostNodesTasksGoElsewhereWhereThereIsRoom() {
    Given given =
        new Given()
            .node("n1", "4", "8Gi")
            .node("n2", "4", "8Gi")
            .node("n3", "2", "8Gi")
            .service("s", 4, "2", "1Gi");
    Map<String, Loss> losses = Planner.losses(given.input());
    assertThat(losses.get("n3").survives()).isTrue();
    assertThat(losses.get("n1").survives()).isFalse();
    assertThat(losses.get("n1").homeless().getFirst().count()).isEqualTo(1);
    assertThat(losses.get("n1").homeless().getFirst().reason())
        .isEqualTo("insufficient cpu on 2 nodes");
  }

  @Test
  void whatDoesNotFitSurvivesNothing() {
    PlanInput input = new Given().node("n1", "1", "1Gi").service("s", 1, "2", "1Gi").input();
    assertThat(Planner.losses(input).get("n1").survives()).isFalse();
  }

  @Test
  void withoutNodesThereIsNowhereToGo() {
    assertThat(reason(new Given().service("s", 2, "1", "1Gi").plan(), "s"))
        .isEqualTo("2: there is no node");
  }

  @Test
  void namesAreUnique() {
    assertThatThrownBy(() -> new Given().node("n", "1", "1").node("n", "1", "1").input())
        .hasMessageContaining("two are called n");
  }

  @Test
  void labelsOfTheEngineCountToo() {
    NodeTraits facts =
        new NodeTraits("", "n1", "worker", "", Platform.UNKNOWN, Map.of(), labels("disk=ssd"));
    PlanNode node = new PlanNode("n1", facts, "", amounts("4", "8Gi"), Set.of(), List.of());
    PlanResult plan =
        new Given()
            .node(node)
            .service("s", 1, "1", "1", constrained("engine.labels.disk==ssd"))
            .plan();
    assertThat(plan.fits()).isTrue();
  }
}
