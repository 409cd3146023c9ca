package io.drover.scaling.record;

import static io.drover.scaling.Views.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.policy.ScheduledBounds;
import io.drover.scaling.decide.HorizontalResult;
import io.drover.scaling.decide.Ownership;
import io.drover.scaling.decide.ScalingHistory;
import io.drover.scaling.decide.ScalingVerdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceMemoryTest {
  private static final Instant ANSWERED = NOW.plusSeconds(2);
  private static final ServiceMemory START = ServiceMemory.startingAt(2, NOW);
  private static final ScalingHistory WITH_STEP =
      new ScalingHistory(
          List.of(new ScalingHistory.Recommended(4, NOW)),
          List.of(new ScalingHistory.Step(2, NOW)),
          List.of());
  private static final HorizontalResult RESULT =
      new HorizontalResult(
          4,
          true,
          List.of(),
          List.of(),
          "",
          WITH_STEP,
          new HorizontalResult.Recommendation.Known(4));
  private static final List<Reason> WHY = List.of(Reason.of("Rescale", "more load"));
  private static final Plan PLAN =
      new Plan(List.of(new Plan.Step(new SetReplicas("s1", "web", 1, 2, 4), WHY)), List.of(), WHY);
  private static final ScalingVerdict SCALED =
      new ScalingVerdict(PLAN, RESULT, new ScheduledBounds(1, 9, List.of()), 0);

  @Test
  void anAppliedStepIsRememberedAndOwned() {
    ServiceMemory after =
        START.after(SCALED, PLAN, List.of(new Outcome.Applied("")), NOW, ANSWERED);
    assertThat(after.history()).isEqualTo(WITH_STEP);
    assertThat(after.ownership()).isEqualTo(new Ownership.SetTo(4, ANSWERED));
  }

  @Test
  void aLookFromBeforeAStepWasAnsweredRaisesNothing() {
    ServiceMemory scaledIn = new ServiceMemory(WITH_STEP, new Ownership.SetTo(2, ANSWERED));
    assertThat(scaledIn.seeing(4, ANSWERED.minusMillis(1))).isEqualTo(scaledIn);
    assertThat(scaledIn.seeing(0, ANSWERED.minusMillis(1))).isEqualTo(scaledIn);
    assertThat(scaledIn.seeing(4, ANSWERED).ownership())
        .isEqualTo(new Ownership.SetTo(4, ANSWERED));
  }

  @Test
  void aStepThatWasNotTakenLeavesOnlyItsRecommendation() {
    ServiceMemory after =
        START.after(SCALED, PLAN, List.of(new Outcome.Conflict("moved")), NOW, NOW);
    assertThat(after.history().recommendations()).isEqualTo(WITH_STEP.recommendations());
    assertThat(after.history().scaleUps()).isEmpty();
    assertThat(after.ownership()).isEqualTo(new Ownership.NeverSet());
  }

  @Test
  void aHigherCountFromOutsideBecomesTheOneToKeep() {
    ServiceMemory owning = new ServiceMemory(WITH_STEP, new Ownership.SetTo(4, NOW));
    assertThat(owning.seeing(6, NOW).ownership()).isEqualTo(new Ownership.SetTo(6, NOW));
    assertThat(owning.seeing(2, NOW).ownership()).isEqualTo(new Ownership.SetTo(4, NOW));
  }

  @Test
  void zeroOrAPauseGivesTheCountToTheOperator() {
    ServiceMemory owning = new ServiceMemory(WITH_STEP, new Ownership.SetTo(4, NOW));
    assertThat(owning.seeing(0, NOW).ownership()).isEqualTo(new Ownership.NeverSet());
    assertThat(owning.handsOff().ownership()).isEqualTo(new Ownership.NeverSet());
  }

  @Test
  void roundsWithoutAResultAreCounted() {
    Plan nothing = Plan.nothing(WHY);
    ScalingVerdict third =
        new ScalingVerdict(nothing, RESULT, new ScheduledBounds(1, 9, List.of()), 3);
    ServiceMemory after = START.after(third, nothing, List.of(), NOW, NOW);
    assertThat(after.failed()).isEqualTo(3);
    assertThat(after.handsOff().failed()).isEqualTo(3);
    assertThat(after.after(SCALED, PLAN, List.of(new Outcome.Applied("")), NOW, NOW).failed())
        .isZero();
  }
}
