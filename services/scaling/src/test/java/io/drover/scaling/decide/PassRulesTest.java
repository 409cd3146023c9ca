package io.drover.scaling.decide;

import static io.drover.scaling.decide.Given.direction;
import static io.drover.scaling.decide.Given.percent;
import static io.drover.scaling.decide.Given.pods;
import static io.drover.scaling.decide.Given.replicas;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.policy.HorizontalSpec.Direction;
import io.drover.core.policy.HorizontalSpec.Select;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.HorizontalSpec.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sections 2, 6, 7 and 8: from proposals to a count. */
class PassRulesTest {
  private static final Direction UP_DEFAULT =
      direction(0, Select.MAX, pods(4, 15), percent(100, 15));
  private static final Direction DOWN_DEFAULT = direction(300, Select.MAX, percent(100, 15));

  @Test
  void zeroReplicasByHandPausesAutoscaling() {
    HorizontalResult result = replicas(0).busy(900).decided();
    assertThat(result.desired()).isZero();
    assertThat(result.scaled()).isFalse();
    assertThat(result.condition("ScalingActive").orElseThrow().reason())
        .isEqualTo("ScalingDisabled");
  }

  @Test
  void boundsAreRestoredAtOnceWithoutMetrics() {
    assertThat(replicas(12).bounds(2, 8).decided().desired()).isEqualTo(8);
    HorizontalResult low = replicas(1).bounds(2, 8).decided();
    assertThat(low.desired()).isEqualTo(2);
    assertThat(low.scaled()).isTrue();
    assertThat(low.condition("ScalingActive")).isEmpty();
    assertThat(low.condition("AbleToScale").orElseThrow().reason()).isEqualTo("SucceededRescale");
  }

  @Test
  void theLargestProposalWins() {
    Given given = replicas(3).cpuTarget(50).busy(600, 600, 600);
    given.metric(Source.EXTERNAL, "queue", new Target.AverageValue(10_000)).total("queue", 60_000L);
    assertThat(given.decided().desired()).isEqualTo(6);
  }

  @Test
  void aFailedMetricPreventsScalingDownButNotUp() {
    Given down = replicas(3).cpuTarget(50).busy(100, 100, 100);
    down.metric(Source.EXTERNAL, "queue", new Target.Value(1)).failing("queue", "503");
    HorizontalResult held = down.decided();
    assertThat(held.desired()).isEqualTo(3);
    assertThat(held.condition("ScalingActive").orElseThrow().reason())
        .isEqualTo("FailedGetExternalMetric");
    assertThat(held.history()).isEqualTo(ScalingHistory.EMPTY);

    Given up = replicas(3).cpuTarget(50).busy(900, 900, 900);
    up.metric(Source.EXTERNAL, "queue", new Target.Value(1)).failing("queue", "503");
    HorizontalResult grown = up.decided();
    assertThat(grown.desired()).isEqualTo(6);
    assertThat(grown.error()).isPresent();
  }

  @ParameterizedTest(name = "{0}: from {1} wanting {2} within 1..{3} -> {4} {5}")
  @CsvSource(
      textBlock =
          """
          at most twice,          5, 30, 100, 10, ScaleUpLimit
          but always up to four,  1, 30, 100, 4,  ScaleUpLimit
          the maximum is nearer,  5, 30, 8,   8,  TooManyReplicas
          within,                 5, 7,  100, 7,  DesiredWithinRange
          """)
  void withoutBehaviorAStepIsLimited(
      String rule, int current, int wanted, int max, int result, String reason) {
    HorizontalResult decided = replicas(current).bounds(1, max).wants(wanted).decided();
    assertThat(decided.desired()).as(rule).isEqualTo(result);
    assertThat(decided.condition("ScalingLimited").orElseThrow().reason()).isEqualTo(reason);
  }

  @ParameterizedTest(name = "a recommendation of 9, {0} s old, {1}: stays at {2}")
  @CsvSource({"299, counts, 9", "300, still counts, 9", "301, is too old, 2"})
  void withoutBehaviorTheWindowIncludesItsStart(long age, String what, int result) {
    assertThat(replicas(9).wants(2).recommended(9, age).decided().desired()).isEqualTo(result);
  }

  @ParameterizedTest(name = "a recommendation of 9, {0} s old: stays at {1}")
  @CsvSource({"299, 9", "300, 2", "301, 2"})
  void withBehaviorTheWindowExcludesItsStart(long age, int result) {
    HorizontalResult decided =
        replicas(9).wants(2).behavior(UP_DEFAULT, DOWN_DEFAULT).recommended(9, age).decided();
    assertThat(decided.desired()).isEqualTo(result);
  }

  @Test
  void anUpWindowTakesTheLowestRecentRecommendation() {
    Direction up = direction(60, Select.MAX, percent(100, 15));
    HorizontalResult decided =
        replicas(4).wants(8).behavior(up, DOWN_DEFAULT).recommended(6, 30).decided();
    assertThat(decided.desired()).isEqualTo(6);
    assertThat(decided.explanation()).contains("wants 8, held at 6 by the scale-up window of 60s");
  }

  @Test
  void theLogTakesTheUnstabilizedCountIntoTheLastOutdatedSlot() {
    HorizontalResult decided =
        replicas(9).wants(2).recommended(5, 900).recommended(6, 800).recommended(9, 10).decided();
    assertThat(decided.history().recommendations())
        .extracting(ScalingHistory.Recommended::replicas)
        .containsExactly(5, 2, 9);
  }

  @Test
  void policiesCountWhatWasAlreadyDoneInTheirPeriod() {
    Direction up = direction(0, Select.MAX, percent(50, 60));
    // 2 of the present 6 were added 30 s ago: 4 x 1.5 = 6, so nothing more for now.
    HorizontalResult decided =
        replicas(6).wants(9).behavior(up, DOWN_DEFAULT).scaledUp(2, 30).decided();
    assertThat(decided.desired()).isEqualTo(6);
    assertThat(decided.explanation())
        .contains("wants 9, limited to 6 by the scale-up policy 50%/60s");
    // Exactly one period old no longer counts.
    assertThat(replicas(6).wants(9).behavior(up, DOWN_DEFAULT).scaledUp(2, 60).decided().desired())
        .isEqualTo(9);
  }

  @ParameterizedTest(name = "down from {0} by {1}% -> {2}")
  @CsvSource({"10, 10, 9", "5, 10, 4", "2, 10, 1", "20, 80, 3"})
  void aPercentageDownTruncatesInBinary64(int current, int percent, int result) {
    // 100 x (1 - 0.07) = 92.99999999999999 in binary64, truncated to 92: one of the documented
    // traps.
    Direction down = direction(0, Select.MAX, percent(percent, 60));
    assertThat(replicas(current).wants(1).behavior(UP_DEFAULT, down).decided().desired())
        .isEqualTo(result);
  }

  @ParameterizedTest(name = "up from {0} by {1}% -> {2}")
  @CsvSource({"2, 50, 3", "3, 50, 5", "50, 10, 56", "25, 12, 29"})
  void aPercentageUpRoundsUpInBinary64(int current, int percent, int result) {
    // 50 x 1.1 is 55.000000000000007 in binary64 and becomes 56.
    Direction up = direction(0, Select.MAX, percent(percent, 60));
    assertThat(replicas(current).wants(100).behavior(up, DOWN_DEFAULT).decided().desired())
        .isEqualTo(result);
  }

  @Test
  void selectPolicyMinAndDisabled() {
    Direction slow = direction(0, Select.MIN, pods(1, 60), percent(100, 60));
    assertThat(replicas(4).wants(20).behavior(slow, DOWN_DEFAULT).decided().desired()).isEqualTo(5);
    Direction off = direction(0, Select.DISABLED, pods(4, 60));
    HorizontalResult none = replicas(4).wants(20).behavior(off, DOWN_DEFAULT).decided();
    assertThat(none.scaled()).isFalse();
    assertThat(none.explanation()).contains("limited to 4 by the scale-up policy off");
  }

  @Test
  void stepsAreRememberedOnlyWithBehavior() {
    assertThat(replicas(2).wants(4).decided().history().scaleUps()).isEmpty();
    assertThat(
            replicas(2).wants(4).behavior(UP_DEFAULT, DOWN_DEFAULT).decided().history().scaleUps())
        .containsExactly(new ScalingHistory.Step(2, Given.NOW));
  }

  @Test
  void toleranceHoldsPerDirection() {
    Direction tight = new Direction(UP_DEFAULT.window(), Select.MAX, UP_DEFAULT.policies(), 0.0);
    Given given = replicas(10).cpuTarget(50).behavior(tight, DOWN_DEFAULT);
    for (int i = 0; i < 10; i++) {
      given.busy(510);
    }
    assertThat(given.decided().desired()).isEqualTo(11);
  }
}
