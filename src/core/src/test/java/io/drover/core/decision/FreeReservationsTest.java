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
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many more tasks fit, by hand. */
class FreeReservationsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final ServiceView WEB = service("web", 500, 512);
  private static final ServiceView DATABASE = service("database", 1500, 1024);

  private static ServiceView service(String id, int millicores, int mebibytes) {
    return service(
        id,
        Resources.NONE
            .withCpu(Cpu.ofMillicores(millicores))
            .withMemory(Bytes.ofMebibytes(mebibytes)));
  }

  private static ServiceView service(String id, Resources reservations) {
    return new ServiceView(
        id,
        id,
        1,
        new ServiceView.Mode.Replicated(1),
        Map.of(),
        Map.of(),
        reservations,
        Resources.NONE,
        Rollout.NONE,
        NOON,
        NOON);
  }

  private static NodeView node(String id, String availability, String state) {
    return new NodeView(
        id,
        id,
        1,
        "manager",
        availability,
        state,
        "",
        true,
        Map.of(),
        Cpu.ofMillicores(4000),
        Bytes.ofMebibytes(4096));
  }

  private static NodeView node(String id) {
    return node(id, "active", "ready");
  }

  private static TaskView task(String service, String node, TaskState state, TaskState desired) {
    return new TaskView("t", service, 1, node, "", state, desired, NOON, NOON, "");
  }

  private static TaskView running(String service, String node) {
    return task(service, node, TaskState.RUNNING, TaskState.RUNNING);
  }

  private static int room(ServiceView service, List<NodeView> nodes, TaskView... tasks) {
    return FreeReservations.roomFor(
        service, new ClusterSnapshot(NOON, List.of(WEB, DATABASE), List.of(tasks), nodes));
  }

  @Test
  void theScarcerResourceCounts() {
    assertThat(room(WEB, List.of(node("n1")))).isEqualTo(8);
    assertThat(room(DATABASE, List.of(node("n1")))).isEqualTo(2);
    assertThat(room(service("big", 100, 3000), List.of(node("n1")))).isEqualTo(1);
    assertThat(
            room(
                service("wide", Resources.NONE.withCpu(Cpu.ofMillicores(3000))),
                List.of(node("n1"))))
        .isEqualTo(1);
  }

  @Test
  void whatIsLeftOfTwoNodesIsNotOneRoom() {
    List<NodeView> nodes = List.of(node("n1"), node("n2"));
    // 1000 millicores are left of each.
    TaskView[] four = {
      running("database", "n1"),
      running("database", "n1"),
      running("database", "n2"),
      running("database", "n2")
    };
    assertThat(room(DATABASE, nodes, four)).isZero();
    assertThat(room(WEB, nodes, four)).isEqualTo(4);
  }

  @Test
  void nodesThatTakeNoTasksHaveNoRoom() {
    assertThat(room(WEB, List.of(node("n1"), node("n2", "drain", "ready")))).isEqualTo(8);
    assertThat(room(WEB, List.of(node("n1", "pause", "ready")))).isZero();
    assertThat(room(WEB, List.of(node("n1", "active", "down")))).isZero();
  }

  @Test
  void endedTasksFreeTheirRoomAndStoppingOnesDoNotYet() {
    List<NodeView> nodes = List.of(node("n1"));
    assertThat(room(WEB, nodes, task("web", "n1", TaskState.SHUTDOWN, TaskState.SHUTDOWN)))
        .isEqualTo(8);
    assertThat(room(WEB, nodes, task("web", "n1", TaskState.RUNNING, TaskState.SHUTDOWN)))
        .isEqualTo(7);
  }

  @Test
  void tasksThatWaitComeFirst() {
    List<NodeView> nodes = List.of(node("n1"));
    TaskView waits = task("web", "", TaskState.PENDING, TaskState.RUNNING);
    assertThat(room(WEB, nodes, waits, waits)).isEqualTo(6);
    assertThat(room(DATABASE, nodes, waits, waits)).isEqualTo(2);
  }

  @Test
  void anOvercommittedNodeHasNoRoomAndTakesNoneFromOthers() {
    List<NodeView> nodes = List.of(node("n1"), node("n2"));
    assertThat(
            room(
                WEB,
                nodes,
                running("database", "n1"),
                running("database", "n1"),
                running("database", "n1")))
        .isEqualTo(8);
  }

  private static FreeReservations free(List<NodeView> nodes, TaskView... tasks) {
    return FreeReservations.of(
        new ClusterSnapshot(NOON, List.of(WEB, DATABASE), List.of(tasks), nodes));
  }

  @Test
  void whatIsGivenAwayIsNotThereForOthers() {
    FreeReservations one = free(List.of(node("n1")));
    assertThat(one.without(WEB, 3).roomFor(WEB)).isEqualTo(5);
    // 2500 millicores are left.
    assertThat(one.without(WEB, 3).roomFor(DATABASE)).isEqualTo(1);
    assertThat(one.without(WEB, 8).roomFor(WEB)).isZero();
    assertThat(one.without(WEB, Integer.MAX_VALUE).roomFor(WEB)).isZero();
    assertThat(one.without(WEB, 0).roomFor(WEB)).isEqualTo(8);
  }

  @Test
  void whatIsGivenAwayIsSpreadOverTheNodes() {
    FreeReservations two = free(List.of(node("n1"), node("n2")));
    // 2000 millicores are left of each, not 4000 of one.
    assertThat(two.without(WEB, 8).roomFor(DATABASE)).isEqualTo(2);
    FreeReservations uneven =
        free(List.of(node("n1"), node("n2")), running("database", "n1"), running("database", "n1"));
    // n1 has room for two, so n2 takes six of eight.
    assertThat(uneven.without(WEB, 8).roomFor(WEB)).isEqualTo(2);
    assertThat(uneven.without(WEB, 8).roomFor(DATABASE)).isZero();
  }

  /** However it is spread: what is given away and what is left never is more than there was. */
  @Test
  void roomIsGivenAwayOnce() {
    for (long seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<NodeView> nodes =
          IntStream.range(0, random.nextInt(1, 6)).mapToObj(i -> node("n" + i)).toList();
      TaskView[] tasks =
          IntStream.range(0, random.nextInt(0, 12))
              .mapToObj(
                  i -> running(random.nextBoolean() ? "web" : "database", "n" + random.nextInt(6)))
              .toArray(TaskView[]::new);
      FreeReservations free = free(nodes, tasks);
      int room = free.roomFor(WEB);
      int given = random.nextInt(0, room + 1);
      assertThat(free.without(WEB, given).roomFor(WEB)).as("seed %d", seed).isEqualTo(room - given);
      assertThat(free.without(WEB, given).roomFor(DATABASE))
          .as("seed %d", seed)
          .isLessThanOrEqualTo(free.roomFor(DATABASE));
    }
  }

  @Test
  void withoutReservationsThereIsAlwaysRoom() {
    ServiceView none = service("none", Resources.NONE);
    FreeReservations free = free(List.of(node("n1")));
    assertThat(free.without(none, 1_000_000).roomFor(WEB)).isEqualTo(8);
    assertThat(room(service("free", Resources.NONE), List.of(node("n1"))))
        .isEqualTo(FreeReservations.UNBOUNDED);
    assertThat(
            room(
                service("zero", Resources.NONE.withCpu(Cpu.ZERO).withMemory(Bytes.ZERO)),
                List.of(node("n1"))))
        .isEqualTo(FreeReservations.UNBOUNDED);
  }
}
