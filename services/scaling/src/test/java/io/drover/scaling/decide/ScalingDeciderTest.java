package io.drover.scaling.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Plan;
import io.drover.core.policy.ScheduledBounds;
import io.drover.scaling.Views;
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
}
