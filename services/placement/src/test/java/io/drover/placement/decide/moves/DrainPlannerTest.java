package io.drover.placement.decide.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Reason;
import io.drover.core.model.Rollout;
import io.drover.core.placement.Constraint;
import io.drover.placement.decide.moves.DrainPlan.How;
import io.drover.placement.decide.plan.HostPort;
import io.drover.placement.decide.plan.PlanService.Rules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrainPlannerTest {
  private final Given given = Given.nodes("a", "b", "c");

  private DrainPlan plan(String node) {
    return plan(node, Map.of());
  }

  private DrainPlan plan(String node, Map<String, Reason> ordered) {
    MoveFacts facts = given.facts();
    return DrainPlanner.plan(facts, facts.node(node).orElseThrow(), Map.of(), ordered);
  }

  private DrainPlan.Line line(String service) {
    return plan("c").line(service).orElseThrow();
  }

  private static List<String> codes(List<Reason> reasons) {
    return reasons.stream().map(Reason::code).toList();
  }

  @Test
  void asManyTasksAsItHasThereStartElsewhereFirst() {
    given.service("web", 5);
    given.runs("web", "a", "b", "b", "c", "c");
    assertThat(line("web").how()).isEqualTo(How.SURGE);
    assertThat(line("web").from()).isEqualTo(5);
    assertThat(line("web").to()).isEqualTo(7);
    assertThat(line("web").lands()).isEqualTo(Map.of("a", 2));
    assertThat(plan("c").against(false)).isEmpty();
  }

  @Test
  void aServiceWithoutTasksThereIsNotTouched() {
    given.service("web", 2);
    given.runs("web", "a", "b");
    assertThat(plan("c").services()).isEmpty();
  }

  @Test
  void whatKeepsDataThereStopsIfTheOrderAllowsIt() {
    given.service("db", 1).keeps("volume db-data");
    given.runs("db", "c");
    assertThat(line("db").how()).isEqualTo(How.STOP);
    assertThat(line("db").why().text()).contains("volume db-data");
    assertThat(codes(plan("c").against(false))).containsExactly("NeedsAllowStop");
    assertThat(plan("c").against(true)).isEmpty();
  }

  @Test
  void twoTasksOnASharedVolumeNeedAnUpdateOrderThatSaysSo() {
    given.service("one", 1).sharedVolume();
    given.service("two", 1).sharedVolume().startFirst();
    given.runs("one", "c").runs("two", "c");
    assertThat(line("one").why().code()).isEqualTo("StopFirstWithVolume");
    assertThat(line("two").how()).isEqualTo(How.SURGE);
  }

  @Test
  void whatOnlyThisNodeAdmitsStopsAndWaitsForIt() {
    given.service("gpu", 1).rules(Rules.NONE.with(List.of(Constraint.parse("node.id==c"))));
    given.runs("gpu", "c");
    assertThat(line("gpu").how()).isEqualTo(How.STOP);
    assertThat(line("gpu").why().code()).isEqualTo("NowhereElse");
    assertThat(line("gpu").why().numbers()).containsEntry("stranded", "1");
  }

  @Test
  void whereEachNodeHasAsManyAsItMayThereIsNoPlaceForOneMore() {
    given.service("web", 3).rules(Rules.NONE.atMostPerNode(1));
    given.runs("web", "a", "b", "c");
    assertThat(line("web").why().code()).isEqualTo("NowhereElse");
  }

  @Test
  void aPortThatIsFreeOnAnotherNodeIsEnough() {
    Rules port =
        new Rules(List.of(), List.of(), 0, Set.of(new HostPort(80, "tcp")), List.of(), List.of());
    given.service("proxy", 2).rules(port);
    given.runs("proxy", "b", "c");
    assertThat(line("proxy").how()).isEqualTo(How.SURGE);
    assertThat(line("proxy").lands()).isEqualTo(Map.of("a", 1));
  }

  @Test
  void withoutRoomItIsRefusedWhateverTheOrderAllows() {
    given.service("big", 3).reserving(3 * Given.CORE);
    given.runs("big", "a", "b", "c");
    assertThat(codes(plan("c").against(true))).containsExactly("NoRoom");
    assertThat(plan("c").against(true).getFirst().text()).contains("insufficient cpu on 2 nodes");
  }

  @Test
  void servicesTakeTheRoomFromEachOther() {
    for (String name : List.of("x", "y")) {
      given.service(name, 1).reserving(3 * Given.CORE);
      given.runs(name, "c");
    }
    given.service("z", 1).reserving(3 * Given.CORE);
    given.runs("z", "a");
    assertThat(codes(plan("c").against(true))).containsExactly("NoRoom");
  }

  @Test
  void aGlobalServiceEndsThere() {
    given.global("agent");
    given.runs("agent", "a", "b", "c");
    assertThat(line("agent").how()).isEqualTo(How.ENDS);
    assertThat(plan("c").against(false)).isEmpty();
  }

  @Test
  void aServiceThatIsObservedOrUpdatedOrOrderedIsNotRaised() {
    given.service("seen", 1).observing();
    given.service("busy", 1).rollout(Rollout.UPDATING);
    given.service("fixed", 1);
    given.runs("seen", "c").runs("busy", "c").runs("fixed", "c");
    DrainPlan plan = plan("c", Map.of("fixed", Reason.of("CountOrdered", "ana ordered 1")));
    assertThat(plan.line("seen").orElseThrow().why().code()).isEqualTo("Observing");
    assertThat(codes(plan.against(true)))
        .containsExactlyInAnyOrder("RolloutInProgress", "CountOrdered");
  }

  @Test
  void theLastNodeThatTakesTasksStays() {
    given.node("a", "down", "active").node("b", "ready", "pause");
    assertThat(codes(plan("c").against(true))).containsExactly("NoOtherNode");
  }

  @Test
  void aManagerIsToldOfAndSoIsWhatDroverNeeds() {
    given.service("d_placement", 1).stack("d");
    given.service("d_scaling", 1).stack("d");
    given.service("d_database", 1).stack("d").keeps("volume journal");
    given.runs("d_placement", "a").runs("d_scaling", "b").runs("d_database", "a");
    assertThat(codes(plan("a").notes()))
        .containsExactlyInAnyOrder("Manager", "RunsPlacement", "RunsJournal");
    assertThat(plan("b").notes()).isEmpty();
  }
}
