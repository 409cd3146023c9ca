package io.drover.scaling.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.policy.FallbackPolicy;
import io.drover.core.policy.HorizontalSpec.Direction;
import io.drover.core.policy.HorizontalSpec.Policy;
import io.drover.core.policy.HorizontalSpec.Select;
import io.drover.core.policy.ScheduledBounds;
import io.drover.scaling.Views;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a pass of the autoscaler to a plan, and the rule about counts that were reset. */
class ScalingDeciderTest {

  private static ScalingVerdict decide(Given given, Ownership ownership) {
    HorizontalInput input = given.input();
    return ScalingDecider.decide(
        new ScalingInput(
            Views.service(input.current(), Map.of()), input, ownership, bounds(input)));
  }

  private static Ownership setTo(int replicas) {
    return new Ownership.SetTo(replicas, Given.NOW.minusSeconds(60));
  }

  @Test
  void aChangeIsOneStepOnTheObservedVersion() {
    Plan plan = decide(Given.replicas(2).wants(4), new Ownership.NeverSet()).plan();
    assertThat(plan.steps())
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.action()).isEqualTo(new SetReplicas("s1", "shop_web", 7, 2, 4)));
    assertThat(plan.reasons().getFirst().numbers()).containsEntry("recommended", "4");
  }

  @Test
  void noChangeStillSaysWhy() {
    Plan plan = decide(Given.replicas(4).wants(4), new Ownership.NeverSet()).plan();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.reasons().getFirst().text()).contains("4 tasks wanted");
  }

  @ParameterizedTest(name = "set to {0}, found at {1}, bounds 2..{2}: {3}")
  @CsvSource(
      textBlock =
          """
          5, 2, 10, 5
          5, 4, 10, 5
          5, 2, 3,  3
          5, 5, 10, 5
          5, 7, 10, 7
          """)
  void aCountThatWasResetGoesBackWithinTheBounds(int owned, int found, int max, int result) {
    ScalingVerdict verdict =
        decide(Given.replicas(found).bounds(2, max).wants(found), setTo(owned));
    assertThat(verdict.result().desired()).isEqualTo(result);
  }

  @Test
  void aResetIsExplained() {
    Plan plan = decide(Given.replicas(2).bounds(2, 10).wants(2), setTo(5)).plan();
    assertThat(plan.reasons().getFirst().code()).isEqualTo("ReplicasReset");
    assertThat(plan.reasons().getFirst().text()).contains("to 2", "scaled to 5", "back to 5");
  }

  @Test
  void aCountOfOnesOwnBelowAHigherMinimumIsNoReset() {
    Plan plan = decide(Given.replicas(1).bounds(2, 10).wants(1), setTo(1)).plan();
    assertThat(plan.steps().getFirst().action())
        .isEqualTo(new SetReplicas("s1", "shop_web", 7, 1, 2));
    assertThat(plan.reasons().getFirst().text()).contains("below the minimum of 2");
  }

  @Test
  void zeroByHandStaysZero() {
    assertThat(decide(Given.replicas(0).bounds(2, 10), setTo(5)).plan().steps()).isEmpty();
  }

  @Test
  void whatCannotBeMeasuredIsSaidAndChangesNothing() {
    Plan plan = decide(Given.replicas(3), new Ownership.NeverSet()).plan();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.reasons())
        .extracting(reason -> reason.code())
        .containsExactly("NotMeasured", "FailedGetResourceMetric");
  }

  private static ScheduledBounds bounds(HorizontalInput input) {
    return new ScheduledBounds(input.spec().min(), input.spec().max(), List.of());
  }

  private static ScalingInput input(Given given) {
    HorizontalInput input = given.input();
    return new ScalingInput(
        Views.service(input.current(), Map.of()), input, new Ownership.NeverSet(), bounds(input));
  }

  private static List<String> codes(ScalingVerdict verdict) {
    return verdict.plan().reasons().stream().map(Reason::code).toList();
  }

  @Test
  void anOperatorsCountHoldsAlsoOutsideOfTheBounds() {
    Asked override = new Asked.Replicas(12, Given.NOW.plusSeconds(3600), "ann", "the sale begins");
    ScalingVerdict verdict =
        ScalingDecider.decide(input(Given.replicas(3).bounds(2, 5).wants(2)).asked(override));
    assertThat(verdict.plan().steps().getFirst().action())
        .isEqualTo(new SetReplicas("s1", "shop_web", 7, 3, 12));
    assertThat(codes(verdict)).containsExactly(ScalingDecider.OVERRIDE);
    assertThat(verdict.result().explanation()).contains("12 tasks", "ann", "the sale begins");
    ScalingVerdict reached =
        ScalingDecider.decide(input(Given.replicas(12).bounds(2, 5).wants(2)).asked(override));
    assertThat(reached.plan().steps()).isEmpty();
  }

  @ParameterizedTest(name = "{0} tasks of 2..5, one {1}: {2}")
  @CsvSource(
      textBlock =
          """
          3, true,  4
          3, false, 2
          5, true,  5
          2, false, 2
          0, true,  0
          """)
  void oneTaskMoreOrLessStaysWithinTheBounds(int current, boolean up, int result) {
    ScalingVerdict verdict =
        ScalingDecider.decide(
            input(Given.replicas(current).bounds(2, 5).wants(current))
                .asked(new Asked.Step(up, "alert QueueIsLong")));
    assertThat(verdict.result().desired()).isEqualTo(result);
    assertThat(codes(verdict)).contains(ScalingDecider.STEP);
  }

  @ParameterizedTest(name = "{0} tasks, {1} rounds failed before: {2} tasks")
  @CsvSource(
      textBlock =
          """
          3, 0, 3
          3, 1, 3
          3, 2, 4
          3, 9, 4
          5, 9, 5
          """)
  void whatStaysUnknownGetsTheFallbackAndNeverLess(int current, int failed, int result) {
    ScalingVerdict verdict =
        ScalingDecider.decide(
            input(Given.replicas(current).bounds(2, 6)).failing(new FallbackPolicy(4, 3), failed));
    assertThat(verdict.failed()).isEqualTo(failed + 1);
    assertThat(verdict.result().desired()).isEqualTo(result);
    assertThat(codes(verdict).contains(ScalingDecider.FALLBACK)).isEqualTo(failed >= 2);
  }

  @Test
  void aResultEndsTheCount() {
    ScalingVerdict verdict =
        ScalingDecider.decide(
            input(Given.replicas(3).bounds(2, 6).wants(3)).failing(new FallbackPolicy(4, 3), 9));
    assertThat(verdict.failed()).isZero();
    assertThat(codes(verdict)).doesNotContain(ScalingDecider.FALLBACK);
  }

  @Test
  void aStepDoesNotWaitForTheWindowsButStaysInThem() {
    Direction slow =
        new Direction(
            Duration.ofSeconds(60),
            Select.MAX,
            List.of(new Policy.Percent(50, Duration.ofSeconds(60))),
            0.1);
    Given given = Given.replicas(3).bounds(2, 9).wants(3).behavior(slow, slow).recommended(3, 30);
    ScalingVerdict verdict =
        ScalingDecider.decide(input(given).asked(new Asked.Step(true, "alert QueueIsLong")));
    assertThat(verdict.result().desired()).isEqualTo(4);
    assertThat(verdict.result().history().recommendations())
        .contains(new ScalingHistory.Recommended(4, Given.NOW));
  }
}
