package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.journal.PastActs;
import io.drover.runtime.guard.Mode;
import io.drover.scaling.observe.LoadReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Resizes in place, and those that did no good. */
class ResizeTakenBackTest extends SimulatedResizing {
  @Test
  void inPlaceChangesTheRunningTasksNowAndTheServiceInTheWindow() {
    String db =
        known(
            "shop_db",
            "drover.resize.mode",
            "in-place",
            "drover.resize.window",
            "0 14 * * * for 1h");
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(agents.limits.keySet()).containsExactlyInAnyOrderElementsOf(swarm.tasks(db));
    assertThat(agents.limits.values())
        .allMatch(limits -> limits.cpu().orElseThrow().millicores() == 952)
        .allMatch(limits -> limits.memory().orElseThrow().value() < 2500 * MIB);
    assertThat(held(last("shop_db"))).isEqualTo("OutsideWindow");
    assertThat(last("shop_db").results()).hasSize(2);
    rounds(steps, 119);
    assertThat(swarm.updates(db)).isZero();
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void inPlaceIsTakenBackWhenTasksAreThrottled() {
    String db =
        known(
            "shop_db",
            "drover.resize.mode",
            "in-place",
            "drover.resize.window",
            "0 2 * * * for 1h");
    ResizeSteps steps = steps(Mode.ENFORCE);
    agents.limits.putAll(
        Map.of(
            swarm.tasks(db).getFirst(),
            limits(920, 2300),
            swarm.tasks(db).getLast(),
            limits(920, 2300)));
    rounds(steps, 10);
    swarm.tasks(db).forEach(task -> agents.limits.put(task, limits(2000, 4096)));
    rounds(steps, 1);
    agents.loads.put(db, new Load(400, 1000, 60));
    rounds(steps, 8);
    assertThat(codes(last("shop_db"))).contains("Resize");
    assertThat(held(last("shop_db"))).isEqualTo("LeftAlone");
    assertThat(agents.limits.values()).containsOnly(limits(2000, 4096));
  }

  private static Resources limits(long millicores, long mebibytes) {
    return Resources.NONE
        .withCpu(Cpu.ofMillicores(millicores))
        .withMemory(Bytes.ofMebibytes(mebibytes));
  }

  private void killAll(String service) {
    swarm
        .tasks(service)
        .forEach(
            task ->
                agents.killed.add(
                    new LoadReport.Killed(
                        "ended-" + task,
                        service,
                        clock.instant().minusSeconds(30),
                        clock.instant())));
  }

  @Test
  void killsAfterwardsTakeItBackOnceAndThenItIsLeftAlone() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    String before = swarm.spec(db);
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.updates(db)).isEqualTo(1);
    rounds(steps, 5);
    killAll(db);
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(2);
    assertThat(swarm.spec(db)).isEqualTo(before);
    assertThat(codes(last("shop_db"))).containsExactly("ResizeTakenBack");
    assertThat(last("shop_db").summary()).contains("2 tasks were killed for want of memory");
    rounds(steps, 60);
    assertThat(swarm.updates(db)).isEqualTo(2);
    assertThat(board.all().getFirst().last().plan().held().getFirst().by().code())
        .isEqualTo("LeftAlone");
  }

  @Test
  void anUpdateThatPausesIsTakenBack() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    String before = swarm.spec(db);
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    swarm.rollout(db, "paused");
    rounds(steps, 1);
    assertThat(swarm.spec(db)).isEqualTo(before);
    swarm.rollout(db, "paused");
    rounds(steps, 2);
    assertThat(swarm.updates(db)).isEqualTo(2);
  }

  @Test
  void anUpdateThatFindsNoNodeIsTakenBackAfterTenMinutes() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    // One task more, which is like a replaced one that no node has room for.
    swarm.startTasksAs("pending");
    swarm.rewrite(db, swarm.spec(db).replace("\"Replicas\":2", "\"Replicas\":3"));
    swarm.rollout(db, "updating");
    JsonNode resized = resources(db);
    rounds(steps, 9);
    assertThat(codes(last("shop_db"))).containsExactly("UpdateHangs");
    assertThat(resources(db)).isEqualTo(resized);
    rounds(steps, 1);
    assertThat(codes(last("shop_db"))).containsExactly("ResizeTakenBack", "UpdateHangs");
    assertThat(resources(db).at("/Reservations/NanoCPUs").asLong()).isEqualTo(1_000_000_000);
    assertThat(resources(db).at("/Limits/MemoryBytes").asLong()).isEqualTo(4096 * MIB);
    swarm.rollout(db, "completed");
    rounds(steps, 30);
    assertThat(held(last("shop_db"))).isEqualTo("LeftAlone");
  }

  @Test
  void anUpdateThatSwarmRolledBackIsNotTriedAgainAtOnce() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    String before = swarm.spec(db);
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    swarm.rewrite(db, before);
    swarm.rollout(db, "rollback_completed");
    rounds(steps, 30);
    assertThat(swarm.updates(db)).isEqualTo(2);
    assertThat(recorded).anyMatch(d -> codes(d).contains("ResizeRolledBack"));
    assertThat(held(last("shop_db"))).isEqualTo("LeftAlone");
  }

  @Test
  void aSuccessorKnowsWhatWasDoneAndWatchesOn() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    String before = swarm.spec(db);
    round(steps(Mode.ENFORCE));
    past = new PastActs.Known(List.copyOf(recorded).reversed());
    clock.advance(Duration.ofMinutes(5));
    killAll(db);
    ResizeSteps successor = steps(Mode.ENFORCE);
    rounds(successor, 1);
    assertThat(swarm.spec(db)).isEqualTo(before);
    past = new PastActs.Known(List.copyOf(recorded).reversed());
    rounds(steps(Mode.ENFORCE), 3);
    assertThat(swarm.updates(db)).isEqualTo(2);
    assertThat(held(last("shop_db"))).isEqualTo("LeftAlone");
  }
}
