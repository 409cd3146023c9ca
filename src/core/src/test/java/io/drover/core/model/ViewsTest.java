package io.drover.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine's reports are reduced to: states, rollouts, tasks, services, readings. */
class ViewsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @EnumSource(TaskState.class)
  void everyTaskStateIsReadByTheEnginesName(TaskState state) {
    assertThat(TaskState.of(state.name().toLowerCase(Locale.ROOT))).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "RUNNING", "hibernating"})
  void aTaskStateOfANewerEngineIsUnknown(String name) {
    assertThat(TaskState.of(name)).isEqualTo(TaskState.UNKNOWN);
  }

  @Test
  void aTaskStateIsBeforeRunningRunningOrTerminal() {
    Set<TaskState> terminal =
        EnumSet.of(
            TaskState.COMPLETE,
            TaskState.SHUTDOWN,
            TaskState.FAILED,
            TaskState.REJECTED,
            TaskState.REMOVE,
            TaskState.ORPHANED);
    for (TaskState state : TaskState.values()) {
      assertThat(state.isTerminal()).as("%s", state).isEqualTo(terminal.contains(state));
      assertThat(state.isBeforeRunning())
          .as("%s", state)
          .isEqualTo(
              !terminal.contains(state)
                  && state != TaskState.RUNNING
                  && state != TaskState.UNKNOWN);
    }
  }

  @ParameterizedTest(name = "{0} is {1}, busy: {2}")
  @CsvSource({
    "'',NONE,false",
    "updating,UPDATING,true",
    "paused,PAUSED,true",
    "completed,COMPLETED,false",
    "rollback_started,ROLLBACK_STARTED,true",
    "rollback_paused,ROLLBACK_PAUSED,true",
    "rollback_completed,ROLLBACK_COMPLETED,false",
    "dreaming,UNKNOWN,true"
  })
  void aRolloutThatCouldBeUnderWayIsBusy(String name, Rollout rollout, boolean busy) {
    assertThat(Rollout.of(name)).isEqualTo(rollout);
    assertThat(rollout.isBusy()).isEqualTo(busy);
  }

  @ParameterizedTest(name = "{0} wanted {1}: counts {2}, runs {3}")
  @CsvSource({
    "RUNNING,RUNNING,true,true",
    "RUNNING,SHUTDOWN,false,false",
    "PENDING,RUNNING,true,false",
    "READY,READY,true,false",
    "FAILED,RUNNING,true,false",
    "RUNNING,REMOVE,false,false",
    "RUNNING,UNKNOWN,false,false"
  })
  void aTaskCountsWhileTheManagerWantsIt(
      TaskState state, TaskState desired, boolean wanted, boolean running) {
    TaskView task = new TaskView("t", "s", 1, "n", "c", state, desired, NOON, NOON, "");
    assertThat(task.isWanted()).isEqualTo(wanted);
    assertThat(task.isRunning()).isEqualTo(running);
    assertThat(task.runningSince().isPresent()).isEqualTo(state == TaskState.RUNNING);
  }

  @Test
  void aServiceKeepsItsOwnCopyOfItsLabels() {
    Map<String, String> labels = new HashMap<>(Map.of(ServiceView.STACK_LABEL, "medianest"));
    ServiceView service =
        new ServiceView(
            "id",
            "medianest_app",
            7,
            new ServiceView.Mode.Replicated(2),
            labels,
            Map.of(),
            Resources.NONE,
            Resources.NONE,
            Rollout.NONE,
            NOON,
            NOON);
    labels.clear();
    assertThat(service.stack()).contains("medianest");
  }

  @Test
  void anUnknownReadingStaysUnknown() {
    assertThat(Reading.known(2, NOON).map(n -> n * 3)).isEqualTo(Reading.known(6, NOON));
    assertThat(Reading.<Integer>unknown("agent on node2 did not answer").map(n -> n * 3))
        .isEqualTo(Reading.unknown("agent on node2 did not answer"));
    assertThat(Reading.unknown("why").isKnown()).isFalse();
  }
}
