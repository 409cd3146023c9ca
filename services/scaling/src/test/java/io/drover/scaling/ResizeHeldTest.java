package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.guard.Mode;
import io.drover.runtime.orders.ServiceOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What keeps a resize that is wanted from being done, or makes it smaller. */
class ResizeHeldTest extends SimulatedResizing {
  @Test
  void observeModeDecidesAndRecordsOnly() {
    String db = known("shop_db", "drover.resize.mode", "auto", "drover.mode", "observe");
    round(steps(Mode.ENFORCE));
    assertThat(held(last("shop_db"))).isEqualTo("Observing");
    String other = known("other_db", "drover.resize.mode", "auto");
    round(steps(Mode.OBSERVE));
    assertThat(held(last("other_db"))).isEqualTo("Observing");
    assertThat(swarm.updates(db) + swarm.updates(other)).isZero();
  }

  @Test
  void aPauseAndARolloutHoldIt() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    ResizeSteps steps = steps(Mode.ENFORCE);
    Instant now = clock.instant();
    pause.set(now, now.plusSeconds(90), "me", "moving");
    round(steps);
    assertThat(held(last("shop_db"))).isEqualTo("Paused");
    swarm.rollout(db, "updating");
    rounds(steps, 2);
    assertThat(held(last("shop_db"))).isEqualTo("RolloutInProgress");
    swarm.rollout(db, "completed");
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(1);
    assertThat(swarm.updatesDuringRollouts()).isZero();
  }

  @Test
  void aPauseOfOneServiceHoldsThatOne() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    Instant now = clock.instant();
    orders.set(db, new ServiceOrder.Pause(now.plusSeconds(90), "me", "moving"));
    ResizeSteps steps = steps(Mode.ENFORCE);
    rounds(steps, 1);
    assertThat(held(last("shop_db"))).isEqualTo("Paused");
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void servicesAreResizedOneAfterTheOther() {
    List<String> all = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      all.add(known(name, "drover.resize.mode", "auto"));
    }
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(all.stream().mapToInt(swarm::updates).sum()).isEqualTo(1);
    String first = all.stream().filter(id -> swarm.updates(id) == 1).findFirst().orElseThrow();
    swarm.rollout(first, "updating");
    rounds(steps, 3);
    assertThat(all.stream().mapToInt(swarm::updates).sum()).isEqualTo(1);
    assertThat(recorded).anyMatch(d -> !d.plan().held().isEmpty() && held(d).equals("OneAtATime"));
    swarm.rollout(first, "completed");
    rounds(steps, 1);
    assertThat(all.stream().mapToInt(swarm::updates).sum()).isEqualTo(2);
    rounds(steps, 1);
    assertThat(all).allMatch(id -> swarm.updates(id) == 1);
  }

  @Test
  void tasksAreReplacedInTheWindowOnly() {
    String db =
        known("shop_db", "drover.resize.mode", "auto", "drover.resize.window", "0 14 * * * for 1h");
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(held(last("shop_db"))).isEqualTo("OutsideWindow");
    assertThat(last("shop_db").summary()).contains("opens at 2026-01-01T14:00:00Z");
    rounds(steps, 119);
    assertThat(swarm.updates(db)).isZero();
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void whatNoNodeHasRoomForIsNotAskedFor() {
    stored.steady("shop_db", 5000, 1000, clock.instant());
    String db = service("shop_db", "drover.resize.mode", "auto");
    agents.loads.put(db, new Load(5000, 1000, 0));
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(held(last("shop_db"))).isEqualTo("NoCapacity");
    assertThat(swarm.updates(db)).isZero();
    swarm.addNode("node2", 8_000_000_000L, 16L << 30, Map.of());
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void aHeapThatMayGrowKeepsItsRoom() {
    stored.steady("shop_app", 400, 1000, clock.instant());
    String app =
        serviceWithArgs(
            "shop_app",
            "[\"java\",\"-Xmx1536m\",\"-jar\",\"a.jar\"]",
            "drover.resize.mode",
            "auto");
    round(steps(Mode.ENFORCE));
    // 1536 MiB and a quarter.
    assertThat(resources(app).at("/Reservations/MemoryBytes").asLong()).isEqualTo(1920 * MIB);
    assertThat(resources(app).at("/Limits/MemoryBytes").asLong()).isEqualTo(3840 * MIB);
    assertThat(codes(last("shop_app"))).contains("RaisedToJvmHeap");
  }

  @Test
  void withoutAgentsMemoryIsNotMadeLess() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    agents.away = true;
    round(steps(Mode.ENFORCE));
    assertThat(resources(db).at("/Reservations/MemoryBytes").asLong()).isEqualTo(2048 * MIB);
    assertThat(codes(last("shop_db"))).contains("WorkingSetUnknown");
  }
}
