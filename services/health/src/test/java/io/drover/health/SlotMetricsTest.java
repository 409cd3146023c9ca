package io.drover.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.health.decide.state.Level;
import io.drover.health.decide.state.ServiceFacts;
import io.drover.health.decide.state.ServiceHealth;
import io.drover.health.decide.state.TaskHealth;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The states of slots, as Prometheus gets them. */
class SlotMetricsTest {
  private static ServiceHealth service(String name, List<TaskHealth> tasks) {
    ServiceView view =
        new ServiceView(
            name + "-id",
            name,
            1,
            new ServiceView.Mode.Replicated(tasks.size()),
            Map.of(ServiceView.STACK_LABEL, "shop"),
            Map.of(),
            Resources.NONE,
            Resources.NONE,
            Rollout.NONE,
            Instant.EPOCH,
            Instant.EPOCH);
    ServiceFacts facts =
        new ServiceFacts(
            view, "", List.of(), 0, List.of(), Set.of(), false, false, "", Instant.EPOCH);
    return new ServiceHealth(
        facts, tasks.size(), 0, tasks.size(), Map.of(), tasks, List.of(), List.of());
  }

  private static TaskHealth task(int slot, String state) {
    return new TaskHealth(
        slot + state, slot, "node1", state, Instant.EPOCH, Level.OK, "Running", "runs");
  }

  private static List<String> series(ServiceHealth... services) {
    return SlotMetrics.of(List.of(services)).samples.stream()
        .map(sample -> String.join(" ", sample.labelValues) + " " + (int) sample.value)
        .toList();
  }

  @Test
  void eachSlotHasTheStateOfItsTask() {
    assertThat(
            series(
                service("web", List.of(task(1, "running"), task(2, "pending"))),
                service("agent", List.of(task(0, "starting")))))
        .containsExactly(
            "web shop 1 running 1", "web shop 2 pending 1", "agent shop node1 starting 1");
  }

  @Test
  void twoTasksOfASlotInOneStateAreOneSeries() {
    assertThat(
            series(
                service(
                    "web", List.of(task(1, "running"), task(1, "running"), task(1, "starting")))))
        .containsExactly("web shop 1 running 2", "web shop 1 starting 1");
  }

  @Test
  void ofManySlotsThoseThatRunAreLeftOutAndTheOthersAreBounded() {
    List<TaskHealth> many =
        IntStream.rangeClosed(1, SlotMetrics.MOST_SLOTS).mapToObj(i -> task(i, "running")).toList();
    assertThat(series(service("web", many))).hasSize(SlotMetrics.MOST_SLOTS);
    List<TaskHealth> oneMore = Stream.concat(many.stream(), Stream.of(task(9_999, "new"))).toList();
    assertThat(series(service("web", oneMore))).containsExactly("web shop 9999 new 1");
    List<TaskHealth> none =
        IntStream.rangeClosed(0, SlotMetrics.MOST_SLOTS).mapToObj(i -> task(i + 1, "new")).toList();
    assertThat(series(service("web", none))).hasSize(SlotMetrics.MOST_SLOTS);
  }
}
