package io.drover.scaling.decide;

import static io.drover.scaling.decide.Given.replicas;
import static io.drover.scaling.decide.Given.silent;
import static io.drover.scaling.decide.Given.started;
import static io.drover.scaling.decide.Given.task;
import static io.drover.scaling.decide.Given.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.HorizontalSpec.Target;
import io.drover.scaling.decide.TaskFacts.Phase;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sections 3 to 5: from the values of one metric to a proposal. No framework, no clock. */
class MetricRulesTest {

  @ParameterizedTest(name = "{0}: {1} tasks at {2}m of 1 core, target {3}% -> {4}")
  @CsvSource(
      textBlock =
          """
          rises with the ratio,                 3, 500, 30, 5
          rounds up,                            3, 510, 50, 3
          just above tolerance,                 3, 560, 50, 4
          upper bound of tolerance is inside,  10, 550, 50, 10
          lower bound of tolerance is inside,  10, 450, 50, 10
          falls with the ratio,                10, 200, 50, 4
          truncates the percentage first,      10, 559, 50, 10
          """)
  void utilization(String rule, int tasks, long used, int target, int proposal) {
    Given given = replicas(tasks).cpuTarget(target);
    for (int i = 0; i < tasks; i++) {
      given.busy(used);
    }
    assertThat(given.decided().recommended()).as(rule).isEqualTo(OptionalInt.of(proposal));
  }

  @Test
  void aTaskWithoutASampleCountsAsFullyUsedWhenScalingDown() {
    // 2 tasks at 100m of 1 core, target 50%: r = 0.2. The silent one counts as 1000m:
    // u = 1200/3000 = 40%, r2 = 0.8, ceil(0.8 x 3) = 3.
    assertThat(replicas(3).cpuTarget(50).busy(100, 100).task(silent(1000)).decided().recommended())
        .hasValue(3);
  }

  @Test
  void aTaskWithoutASampleCountsAsIdleWhenScalingUp() {
    // 2 tasks at 900m: r = 1.8. With the silent one idle: 1800/3000 = 60%, r2 = 1.2, ceil(3.6) = 4.
    assertThat(replicas(3).cpuTarget(50).busy(900, 900).task(silent(1000)).decided().recommended())
        .hasValue(4);
  }

  @Test
  void missingTasksNeverTurnTheDirection() {
    // r = 1.2 of one task; with two silent ones idle r2 = 0.4: up turned to down, so nothing moves.
    assertThat(
            replicas(3)
                .cpuTarget(50)
                .busy(600)
                .task(silent(1000))
                .task(silent(1000))
                .decided()
                .recommended())
        .hasValue(3);
  }

  @Test
  void aStartingTasksCpuIsNotLoad() {
    TaskFacts hot = started(task("cpu", 2000, 1000), 20, 10);
    // Sampled at NOW over 60 s, ready for 10 s only: no whole window yet, so it is set to idle:
    // 600/1 -> r = 1.2; 600/2000 = 30%, r2 = 0.6: turned, so 2 stay.
    assertThat(replicas(2).cpuTarget(50).busy(600).task(hot).decided().recommended()).hasValue(2);
  }

  @Test
  void aStartedTaskCountsAfterAWholeWindowOfReadiness() {
    TaskFacts hot = started(task("cpu", 2000, 1000), 100, 60);
    assertThat(replicas(2).cpuTarget(50).busy(600).task(hot).decided().recommended()).hasValue(6);
  }

  @Test
  void aTaskThatLostItsReadinessLaterStillCounts() {
    TaskFacts lost = with(started(task("cpu", 900, 1000), 1000, 500), Phase.RUNNING, false, false);
    assertThat(replicas(1).cpuTarget(50).task(lost).decided().recommended()).hasValue(2);
  }

  @Test
  void aTaskThatWasNeverReadyDoesNotCount() {
    TaskFacts never = with(started(task("cpu", 900, 1000), 1000, 990), Phase.RUNNING, false, false);
    HorizontalResult result = replicas(1).cpuTarget(50).task(never).decided();
    assertThat(result.recommended()).isEmpty();
    assertThat(result.desired()).isEqualTo(1);
  }

  @Test
  void memoryOfAStartingTaskCountsInFull() {
    Given given = replicas(1).metric(Source.RESOURCE, "memory", new Target.Utilization(50));
    given.task(started(task("memory", 900, 1000), 5, 1));
    assertThat(given.decided().recommended()).hasValue(2);
  }

  @Test
  void stoppingAndFailedTasksAreDroppedEntirely() {
    Given given = replicas(2).cpuTarget(50).busy(400, 400);
    given.task(with(task("cpu", 5000, 1000), Phase.RUNNING, true, true));
    given.task(with(task("cpu", 5000, 1000), Phase.FAILED, false, true));
    given.task(with(task("cpu", 5000, 1000), Phase.SUCCEEDED, false, true));
    assertThat(given.decided().recommended()).hasValue(2);
  }

  @Test
  void pendingTasksAreLeftOutWhenScalingDown() {
    Given given = replicas(4).cpuTarget(50).busy(250, 250);
    given.task(with(task("cpu", 0, 1000), Phase.PENDING, false, false));
    given.task(with(task("cpu", 0, 1000), Phase.PENDING, false, false));
    // r = 0.5 over the 2 ready: ceil(0.5 x 2) = 1, fewer than the pending alone.
    assertThat(given.decided().recommended()).hasValue(1);
  }

  @Test
  void oneTaskWithoutAReservationFailsTheMetric() {
    TaskFacts bare =
        new TaskFacts(
            "bare",
            Phase.RUNNING,
            false,
            true,
            new TaskFacts.Lifecycle.Unknown(),
            java.util.Map.of());
    HorizontalResult result = replicas(2).cpuTarget(50).busy(900).task(bare).decided();
    assertThat(result.error()).hasValueSatisfying(text -> assertThat(text).contains("bare"));
    assertThat(result.desired()).isEqualTo(2);
  }

  @Test
  void averageValueNeedsNoReservation() {
    Given given = replicas(2).metric(Source.RESOURCE, "cpu", new Target.AverageValue(300));
    assertThat(given.busy(500, 700).decided().recommended()).hasValue(4);
  }

  @Test
  void anObjectsValueIsMultipliedByTheReadyTasks() {
    Given given = replicas(3).metric(Source.OBJECT, "latency", new Target.Value(10_000));
    given.total("latency", 20_000L).busy(1, 1);
    given.task(with(task("cpu", 1, 1000), Phase.RUNNING, false, false));
    assertThat(given.decided().recommended()).hasValue(4);
  }

  @Test
  void anExternalAverageIsDividedAmongObservedTasks() {
    Given given = replicas(5).observed(3);
    given.metric(Source.EXTERNAL, "queue", new Target.AverageValue(10_000)).total("queue", 42_000L);
    // 42 / (10 x 3) = 1.4, out of tolerance: ceil(42 / 10) = 5.
    assertThat(given.decided().recommended()).hasValue(5);
  }

  @Test
  void aNegativeRunningSumIsTakenForAnOverflow() {
    Given given = replicas(5).metric(Source.EXTERNAL, "queue", new Target.AverageValue(10_000));
    HorizontalResult result = given.total("queue", -5L, 3L).decided();
    assertThat(result.recommended()).hasValue(Integer.MAX_VALUE);
    assertThat(result.desired()).isEqualTo(10);
  }

  @Test
  void sumsBeyond64BitsStayExact() {
    Given given = replicas(2).metric(Source.RESOURCE, "memory", new Target.Utilization(100));
    given.task(task("memory", Long.MAX_VALUE, Long.MAX_VALUE));
    given.task(task("memory", Long.MAX_VALUE, Long.MAX_VALUE));
    assertThat(given.decided().recommended()).hasValue(2);
  }
}
