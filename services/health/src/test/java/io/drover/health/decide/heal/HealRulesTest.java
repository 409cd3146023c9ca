package io.drover.health.decide.heal;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.health.decide.state.Finding;
import io.drover.health.decide.state.Kind;
import io.drover.health.decide.state.Level;
import io.drover.health.decide.state.ServiceFacts;
import io.drover.health.decide.state.Subject;
import io.drover.health.decide.state.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is repaired, and when it is left alone. */
class HealRulesTest {
  private static final Instant NOW = World.NOW;

  private static ServiceFacts service(Rollout rollout) {
    return new ServiceFacts(
        World.view("app", new ServiceView.Mode.Replicated(2), Resources.NONE, rollout),
        "app:1",
        List.of(),
        0,
        List.of(),
        Set.of(),
        false,
        false,
        "",
        Instant.EPOCH);
  }

  private static HealInput.Ailment ailment(Kind kind, Duration lasts) {
    Finding finding =
        new Finding(
            kind,
            new Subject(Subject.Type.SERVICE, "app-id", "app"),
            Level.CRITICAL,
            "app is ill",
            Map.of());
    return new HealInput.Ailment(finding, NOW.minus(lasts));
  }

  private static Plan decide(
      Rollout rollout, List<HealInput.Ailment> ailments, List<Instant> attempts, int others) {
    return HealRules.decide(
        new HealInput(NOW, service(rollout), ailments, List.of(), attempts, others));
  }

  private static Plan stuck(Duration lasts, Instant... attempts) {
    return decide(Rollout.NONE, List.of(ailment(Kind.STUCK_PENDING, lasts)), List.of(attempts), 0);
  }

  private static String heldBy(Plan plan) {
    assertThat(plan.steps()).isEmpty();
    return plan.held().getFirst().by().code();
  }

  @Test
  void tasksThatAreStuckAreReplacedAfterAWhile() {
    assertThat(stuck(Duration.ofSeconds(59)).steps()).isEmpty();
    assertThat(stuck(Duration.ofSeconds(59)).reasons().getFirst().code()).isEqualTo("HealWaits");
    Plan plan = stuck(Duration.ofSeconds(60));
    assertThat(plan.steps().getFirst().action())
        .isEqualTo(new Action.ReplaceTasks("app-id", "app", 7));
    assertThat(plan.steps().getFirst().reasons().getFirst().text())
        .isEqualTo("app is ill, for 1m; repair 1 of 4 at most");
  }

  @Test
  void aPausedUpdateIsTakenBackAndOneThatPausedGoingBackIsNot() {
    List<HealInput.Ailment> paused = List.of(ailment(Kind.ROLLOUT_PAUSED, HealRules.PAUSED_FOR));
    assertThat(decide(Rollout.PAUSED, paused, List.of(), 0).steps().getFirst().action())
        .isInstanceOf(Action.RestoreService.class);
    assertThat(decide(Rollout.ROLLBACK_PAUSED, paused, List.of(), 0).steps()).isEmpty();
    List<HealInput.Ailment> both =
        List.of(ailment(Kind.STUCK_PENDING, Duration.ofHours(1)), paused.getFirst());
    assertThat(decide(Rollout.PAUSED, both, List.of(), 0).steps().getFirst().action())
        .isInstanceOf(Action.RestoreService.class);
  }

  @Test
  void aServiceWhoseNamesDisagreeGetsNewTasksAfterAWhile() {
    Duration almost = HealRules.NAMES_FOR.minusSeconds(1);
    assertThat(names(almost).steps()).isEmpty();
    assertThat(names(HealRules.NAMES_FOR).steps().getFirst().action())
        .isEqualTo(new Action.ReplaceTasks("app-id", "app", 7));
    assertThat(heldBy(names(Duration.ofHours(1), NOW.minusSeconds(60)))).isEqualTo("HealBackOff");
  }

  private static Plan names(Duration lasts, Instant... attempts) {
    return decide(Rollout.NONE, List.of(ailment(Kind.NAMES_DISAGREE, lasts)), List.of(attempts), 0);
  }

  @Test
  void tasksOnADeadNodeAreReplaced() {
    HealInput.Stranded dead = new HealInput.Stranded("t1", "node3", NOW.minus(HealRules.DOWN_FOR));
    HealInput.Stranded fresh =
        new HealInput.Stranded("t1", "node3", NOW.minus(Duration.ofMinutes(1)));
    assertThat(stranded(dead).steps().getFirst().reasons().getFirst().text())
        .startsWith("1 task of app should run and is still on node3, which is down, for 3m");
    assertThat(stranded(fresh).steps()).isEmpty();
  }

  private static Plan stranded(HealInput.Stranded one) {
    return HealRules.decide(
        new HealInput(NOW, service(Rollout.NONE), List.of(), List.of(one), List.of(), 0));
  }

  @Test
  void eachRepairWaitsTwiceAsLong() {
    Instant first = NOW.minus(Duration.ofSeconds(119));
    assertThat(heldBy(stuck(Duration.ofHours(1), first))).isEqualTo("HealBackOff");
    assertThat(stuck(Duration.ofHours(1), NOW.minus(Duration.ofSeconds(120))).steps()).hasSize(1);
    Instant before = NOW.minus(Duration.ofMinutes(10));
    assertThat(heldBy(stuck(Duration.ofHours(1), before, NOW.minus(Duration.ofSeconds(239)))))
        .isEqualTo("HealBackOff");
    assertThat(stuck(Duration.ofHours(1), before, NOW.minus(Duration.ofSeconds(240))).steps())
        .hasSize(1);
  }

  @Test
  void afterFourItIsAHumansTurn() {
    List<Instant> attempts = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      attempts.add(NOW.minus(Duration.ofHours(i)));
    }
    assertThat(heldBy(stuck(Duration.ofHours(1), attempts.toArray(Instant[]::new))))
        .isEqualTo("HealGivenUp");
    attempts.set(3, NOW.minus(HealRules.FORGOTTEN_AFTER));
    assertThat(stuck(Duration.ofHours(1), attempts.toArray(Instant[]::new)).steps()).hasSize(1);
  }

  @Test
  void whenAllIsIllServicesAreNotTheCause() {
    List<HealInput.Ailment> stuck = List.of(ailment(Kind.STUCK_PENDING, Duration.ofHours(1)));
    assertThat(heldBy(decide(Rollout.NONE, stuck, List.of(), HealRules.BUDGET)))
        .isEqualTo("HealBudget");
  }

  @Test
  void whatSomebodyJustChangedIsLeftAlone() {
    ServiceView old = service(Rollout.NONE).view();
    ServiceView changed =
        new ServiceView(
            old.id(),
            old.name(),
            8,
            old.mode(),
            old.labels(),
            old.containerLabels(),
            old.reservations(),
            old.limits(),
            old.rollout(),
            old.createdAt(),
            NOW.minus(Duration.ofSeconds(30)));
    ServiceFacts facts =
        new ServiceFacts(
            changed, "app:1", List.of(), 0, List.of(), Set.of(), false, false, "", Instant.EPOCH);
    assertThat(
            heldBy(
                HealRules.decide(
                    new HealInput(
                        NOW,
                        facts,
                        List.of(ailment(Kind.STUCK_PENDING, Duration.ofMinutes(5))),
                        List.of(),
                        List.of(),
                        0))))
        .isEqualTo("HealHandsOff");
  }

  /** However often it is asked, and whatever is wrong: never more than one step, never too soon. */
  @Test
  void inADayNoServiceIsRepairedMoreThanItMayBe() {
    List<Instant> attempts = new ArrayList<>();
    for (int second = 0; second < 86_400; second += 10) {
      Instant now = NOW.plusSeconds(second);
      HealInput.Ailment ill =
          new HealInput.Ailment(
              ailment(Kind.STUCK_PENDING, Duration.ofHours(1)).finding(), NOW.minusSeconds(3600));
      Plan plan =
          HealRules.decide(
              new HealInput(now, service(Rollout.NONE), List.of(ill), List.of(), attempts, 0));
      assertThat(plan.steps().size()).isLessThanOrEqualTo(1);
      if (!plan.steps().isEmpty()) {
        if (!attempts.isEmpty()) {
          assertThat(Duration.between(attempts.getLast(), now))
              .isGreaterThanOrEqualTo(HealRules.BACK_OFF);
        }
        attempts.add(now);
      }
    }
    assertThat(attempts).hasSizeBetween(4, 17);
  }
}
