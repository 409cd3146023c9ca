package io.drover.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Bytes;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two nodes of 4 cores; a service with a task on each, beside another one. */
class GrownReservationsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final ServiceView WEB = service("web", cpu(1000));
  private static final ServiceView OTHER = service("other", cpu(1000));
  private static final ClusterSnapshot SEEN =
      new ClusterSnapshot(
          NOON,
          List.of(WEB, OTHER),
          List.of(
              task(WEB, "a", TaskState.RUNNING),
              task(WEB, "b", TaskState.RUNNING),
              task(WEB, "b", TaskState.SHUTDOWN),
              task(OTHER, "a", TaskState.RUNNING)),
          List.of(node("a"), node("b")));

  private static Resources cpu(int millicores) {
    return Resources.NONE.withCpu(Cpu.ofMillicores(millicores));
  }

  private static ServiceView service(String id, Resources reservations) {
    return new ServiceView(
        id,
        id,
        1,
        new ServiceView.Mode.Replicated(2),
        Map.of(),
        Map.of(),
        reservations,
        Resources.NONE,
        Rollout.NONE,
        NOON,
        NOON);
  }

  private static TaskView task(ServiceView service, String node, TaskState state) {
    return new TaskView("t", service.id(), 1, node, "", state, state, NOON, NOON, "");
  }

  private static NodeView node(String id) {
    return new NodeView(
        id,
        id,
        1,
        "worker",
        "active",
        "ready",
        "",
        true,
        Map.of(),
        Cpu.ofMillicores(4000),
        Bytes.ofMebibytes(4096));
  }

  @Test
  void itsOwnTasksMakeRoomForTheirSuccessors() {
    // 3 of a's 4 cores and all of b's are free without it: a task of 3 cores fits on each.
    assertThat(GrownReservations.fit(WEB, cpu(3000), SEEN)).isTrue();
  }

  @Test
  void allOfItsTasksMustFit() {
    // 3.5 cores fit on b only, and it has two tasks.
    assertThat(GrownReservations.fit(WEB, cpu(3500), SEEN)).isFalse();
  }

  @Test
  void whatDoesNotGrowFitsOnNodesThatAreOverdrawn() {
    ServiceView large = service("web", cpu(9000));
    assertThat(GrownReservations.fit(large, cpu(9000), SEEN)).isTrue();
    assertThat(GrownReservations.fit(large, cpu(8000), SEEN)).isTrue();
    assertThat(GrownReservations.fit(large, cpu(9001), SEEN)).isFalse();
  }

  @Test
  void whatIsReservedForTheFirstTimeIsMoreThanBefore() {
    Resources memory = Resources.NONE.withMemory(Bytes.ofMebibytes(5000));
    assertThat(GrownReservations.fit(WEB, memory, SEEN)).isFalse();
  }

  @Test
  void whatTheChangeDoesNotNameStillCounts() {
    ServiceView whole = service("web", cpu(3500));
    Resources memory = Resources.NONE.withMemory(Bytes.ofMebibytes(1));
    assertThat(GrownReservations.fit(whole, memory, SEEN)).isFalse();
  }

  @Test
  void aChangeOverlaysOnlyWhatItDeclares() {
    Resources now = cpu(500).withMemory(Bytes.ofMebibytes(64)).withPids(10);
    assertThat(now.overlaidWith(Resources.NONE)).isEqualTo(now);
    assertThat(now.overlaidWith(cpu(700)))
        .isEqualTo(cpu(700).withMemory(Bytes.ofMebibytes(64)).withPids(10));
    assertThat(Resources.NONE.overlaidWith(now)).isEqualTo(now);
  }
}
