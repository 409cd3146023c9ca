package io.drover.scaling.observe;

import static io.drover.core.model.TaskState.COMPLETE;
import static io.drover.core.model.TaskState.FAILED;
import static io.drover.core.model.TaskState.PENDING;
import static io.drover.core.model.TaskState.RUNNING;
import static io.drover.core.model.TaskState.SHUTDOWN;
import static io.drover.scaling.Views.NOW;
import static io.drover.scaling.Views.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.TaskView;
import io.drover.scaling.Views;
import io.drover.scaling.decide.TaskFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskFactsReaderTest {
  private static final TaskFactsReader READER =
      new TaskFactsReader(Duration.ofSeconds(30), Duration.ofSeconds(20));

  private static List<TaskFacts> read(AgentsReport report, TaskView... tasks) {
    return READER.read(Views.service(2, Map.of()), List.of(tasks), report, NOW);
  }

  private static AgentsReport sampled(String taskId, Instant at) {
    return new AgentsReport(
        Map.of(
            taskId,
            new TaskUsage(
                taskId,
                Reading.known(Cpu.ofMillicores(250), at),
                Reading.known(Bytes.ofMebibytes(100), at),
                Duration.ofSeconds(5))),
        1,
        List.of());
  }

  @Test
  void endedTasksAreHistoryAndStoppingOnesAreDeleting() {
    AgentsReport none = new AgentsReport(Map.of(), 1, List.of());
    List<TaskFacts> facts =
        read(
            none,
            task("old", SHUTDOWN, SHUTDOWN, 900),
            task("crashed", FAILED, SHUTDOWN, 900),
            task("done", COMPLETE, SHUTDOWN, 900),
            task("stopping", RUNNING, SHUTDOWN, 900),
            task("running", RUNNING, RUNNING, 900),
            task("waiting", PENDING, RUNNING, 10));
    assertThat(facts).extracting(TaskFacts::id).containsExactly("stopping", "running", "waiting");
    assertThat(facts).extracting(TaskFacts::deleting).containsExactly(true, false, false);
    assertThat(facts)
        .extracting(TaskFacts::phase)
        .containsExactly(TaskFacts.Phase.RUNNING, TaskFacts.Phase.RUNNING, TaskFacts.Phase.PENDING);
  }

  @Test
  void aTaskIsReadyOnlyOnceItIsWarm() {
    AgentsReport report = new AgentsReport(Map.of(), 1, List.of());
    assertThat(read(report, task("cold", RUNNING, RUNNING, 29)).getFirst().ready()).isFalse();
    assertThat(read(report, task("warm", RUNNING, RUNNING, 30)).getFirst().ready()).isTrue();
  }

  @Test
  void usageIsMeasuredAgainstTheReservation() {
    TaskFacts facts = read(sampled("a", NOW), task("a", RUNNING, RUNNING, 900)).getFirst();
    assertThat(facts.metrics().get("cpu").value()).isEqualTo(Reading.known(250L, NOW));
    assertThat(facts.metrics().get("cpu").base())
        .isEqualTo(Reading.known(500L, NOW.minusSeconds(3600)));
    assertThat(facts.metrics().get("memory").value())
        .isEqualTo(Reading.known(100L * 1024 * 1024 * 1000, NOW));
  }

  @Test
  void anOldSampleIsNone() {
    TaskFacts facts =
        read(sampled("a", NOW.minusSeconds(21)), task("a", RUNNING, RUNNING, 900)).getFirst();
    assertThat(facts.metrics().get("cpu").value().isKnown()).isFalse();
  }

  @Test
  void aSilentAgentIsNamedWhereItsTasksAreMissing() {
    AgentsReport report =
        new AgentsReport(Map.of(), 0, List.of("agent 10.0.0.2:9480: connection refused"));
    TaskFacts facts = read(report, task("a", RUNNING, RUNNING, 900)).getFirst();
    assertThat(facts.metrics().get("cpu").value())
        .isEqualTo(Reading.unknown("agent 10.0.0.2:9480: connection refused"));
  }
}
