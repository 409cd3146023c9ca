package io.drover.health.decide.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Reading;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskState;
import io.drover.health.decide.names.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each thing that can be wrong, made so, and named. */
class AssessorTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final World world = new World();

  @Test
  void nothingIsWrongWithAWorldThatWorks() {
    world.service("web", 2);
    world.task("web", 1, "node1", TaskState.RUNNING, LONG);
    world.task("web", 2, "node2", TaskState.RUNNING, LONG);
    Assessment seen = world.assess();
    assertThat(seen.findings()).isEmpty();
    assertThat(seen.managers()).isEqualTo(new Assessment.Managers(3, 3));
    assertThat(seen.managers().mayFail()).isEqualTo(1);
    ServiceHealth web = seen.services().getFirst();
    assertThat(web.desired()).isEqualTo(2);
    assertThat(web.running()).isEqualTo(2);
    assertThat(web.schedulable()).isEqualTo(2);
    assertThat(web.states()).containsExactlyEntriesOf(Map.of("running", 2));
    assertThat(web.tasks()).extracting(TaskHealth::code).containsOnly("Running");
  }

  @Test
  void nodesThatKnowOtherTasksThanThereAreAreTold() {
    world.service("web", 1);
    world.task("web", 1, "node1", TaskState.RUNNING, LONG);
    Verdict agrees = new Verdict("node1", World.NOW, List.of(), List.of());
    Verdict lacks = new Verdict("node2", World.NOW, List.of("10.0.1.2"), List.of());
    Verdict both =
        new Verdict(
            "node3",
            World.NOW,
            List.of("10.0.1.2"),
            List.of("10.0.1.5", "10.0.1.6", "10.0.1.7", "10.0.1.8"));
    Finding.Key key = new Finding.Key(Kind.NAMES_DISAGREE, Subject.Type.SERVICE, "web-id");
    world.names.put("web-id", List.of(agrees));
    assertThat(world.finding(Kind.NAMES_DISAGREE)).isEmpty();
    // Two nodes were not asked yet: that nothing is found tells nothing.
    assertThat(world.assess().untold()).contains(key);
    world.names.put("web-id", List.of(both, agrees, lacks));
    assertThat(world.assess().untold()).doesNotContain(key);
    assertThat(world.finding(Kind.NAMES_DISAGREE).orElseThrow().text())
        .isEqualTo(
            "2 of 3 nodes have other addresses for tasks.web than its tasks have: node2 lacks"
                + " 10.0.1.2; node3 lacks 10.0.1.2 and keeps 10.0.1.5, 10.0.1.6, 10.0.1.7 and 1"
                + " more, which no task has");
  }

  @Test
  void noNodeSatisfiesAConstraint() {
    world.service("db", 1, "node.labels.disk == nvme");
    world.task("db", 1, "", TaskState.PENDING, LONG);
    Finding finding = world.finding(Kind.NO_SUITABLE_NODE).orElseThrow();
    assertThat(finding.text())
        .isEqualTo(
            "1 task of db waits: no node fits: constraint node.labels.disk==nvme rules out"
                + " node1, node2, node3");
    ServiceHealth db = world.assess().services().getFirst();
    assertThat(db.schedulable()).isZero();
    assertThat(db.tasks().getFirst().code()).isEqualTo("NoSuitableNode");
    assertThat(db.level()).isEqualTo(Level.CRITICAL);
  }

  @Test
  void everyNodeHasAReasonOfItsOwn() {
    world.node("node1", "manager", "ready", "drain", "reachable", Map.of());
    world.node("node2", "manager", "down", "unreachable");
    world.put(World.reserving(world.service("big", 1), 5_000_000_000L, 1));
    world.task("big", 1, "", TaskState.PENDING, LONG);
    assertThat(world.finding(Kind.NO_SUITABLE_NODE).orElseThrow().text())
        .contains("drained: node1")
        .contains("down: node2")
        .contains("not enough CPU left to reserve on node3");
  }

  @Test
  void whatOthersReserveIsTaken() {
    world.put(World.reserving(world.service("other", 3), 3_000_000_000L, 1 << 30));
    for (int i = 1; i <= 3; i++) {
      world.task("other", i, "node" + i, TaskState.RUNNING, LONG);
    }
    world.put(World.reserving(world.service("big", 4), 1_000_000_000L, 1 << 30));
    world.task("big", 4, "", TaskState.PENDING, LONG);
    for (int i = 1; i <= 3; i++) {
      world.task("big", i, "node" + i, TaskState.RUNNING, LONG);
    }
    ServiceHealth big = world.assess().services().getLast();
    assertThat(big.schedulable()).isEqualTo(3);
    assertThat(big.findings()).extracting(Finding::kind).containsExactly(Kind.NO_SUITABLE_NODE);
  }

  @Test
  void aTaskThatWaitsBesideAFreeNodeIsStuck() {
    world.service("web", 1, "node.labels.disk==SSD", "node.role!=worker");
    world.task("web", 1, "", TaskState.PENDING, LONG);
    assertThat(world.finding(Kind.STUCK_PENDING).orElseThrow().text())
        .isEqualTo("1 task of web waits though node1, node2, node3 would take them");
    assertThat(world.finding(Kind.STUCK_PENDING).orElseThrow().numbers())
        .containsEntry("schedulable", "1");
  }

  @Test
  void aTaskThatWaitsForAMomentIsNoNews() {
    world.service("web", 1, "node.labels.disk==nvme");
    world.task("web", 1, "", TaskState.PENDING, Duration.ofMillis(500));
    assertThat(world.assess().findings()).isEmpty();
  }

  @Test
  void hostPortsAndTasksPerNodeAreFiltersToo() {
    world.put(
        new ServiceFacts(
            World.view(
                "edge",
                new ServiceView.Mode.Replicated(4),
                io.drover.core.model.Resources.NONE,
                Rollout.NONE),
            "edge:1",
            List.of(),
            1,
            List.of(),
            Set.of("443/tcp"),
            false,
            false,
            "",
            Instant.EPOCH));
    for (int i = 1; i <= 3; i++) {
      world.task("edge", i, "node" + i, TaskState.RUNNING, LONG);
    }
    world.task("edge", 4, "", TaskState.PENDING, LONG);
    ServiceHealth edge = world.assess().services().getFirst();
    assertThat(edge.schedulable()).isEqualTo(3);
    assertThat(edge.findings().getFirst().text())
        .contains("port 443/tcp in use on node1, node2, node3");
  }

  @Test
  void aNewTaskWithoutAddressesIsTold() {
    world.service("web", 1);
    world.task("web", 1, "", TaskState.NEW, LONG);
    assertThat(world.finding(Kind.NO_ADDRESS)).isPresent();
  }

  @Test
  void oneEndIsWhatRestartsAreFor() {
    world.service("app", 1);
    world.ended("app", 1, TaskState.FAILED, Duration.ofSeconds(8), 1, "task: non-zero exit (1)");
    world.task("app", 1, "node1", TaskState.READY, Duration.ofSeconds(3));
    assertThat(world.assess().findings()).isEmpty();
    assertThat(world.assess().services().getFirst().tasks().getFirst().text())
        .isEqualTo("is ready, after one that ended: task: non-zero exit (1)");
  }

  @Test
  void threeEndsAreALoopUntilATaskSurvives() {
    world.service("app", 1);
    for (int i = 1; i <= 3; i++) {
      world.ended(
          "app", 1, TaskState.FAILED, Duration.ofSeconds(60 * i), 3, "task: non-zero exit (3)");
    }
    String running = world.task("app", 1, "node1", TaskState.RUNNING, Duration.ofSeconds(20));
    assertThat(world.finding(Kind.CRASH_LOOP).orElseThrow().text())
        .isEqualTo("app ends again and again: 3 tasks in 10m, the last one with exit code 3");
    world.tasks.removeIf(task -> task.view().id().equals(running));
    world.task("app", 1, "node1", TaskState.RUNNING, Duration.ofSeconds(61));
    assertThat(world.finding(Kind.CRASH_LOOP)).isEmpty();
  }

  @Test
  void endsOfDifferentSlotsAreNoLoop() {
    world.service("app", 3);
    for (int slot = 1; slot <= 3; slot++) {
      world.ended("app", slot, TaskState.FAILED, LONG, 1, "task: non-zero exit (1)");
      world.task("app", slot, "node1", TaskState.RUNNING, Duration.ofSeconds(50));
    }
    assertThat(world.assess().findings()).isEmpty();
  }

  @Test
  void aKillForWantOfMemoryIsTold() {
    world.service("app", 1);
    for (int i = 1; i <= 3; i++) {
      world.outOfMemory.add(
          world.ended(
              "app",
              1,
              TaskState.FAILED,
              Duration.ofSeconds(10 * i),
              137,
              "task: non-zero exit (137)"));
    }
    world.task("app", 1, "node1", TaskState.STARTING, Duration.ofSeconds(1));
    assertThat(world.finding(Kind.CRASH_LOOP).orElseThrow().text())
        .contains("its memory limit was reached");
    assertThat(world.finding(Kind.OUT_OF_MEMORY).orElseThrow().text())
        .isEqualTo("the kernel killed 3 tasks of app in 10m for want of memory");
  }

  @Test
  void aMissingImageIsNamedAtOnceAndUntilATaskRuns() {
    world.service("app", 1);
    world.ended("app", 1, TaskState.REJECTED, Duration.ofSeconds(4), -1, "No such image: app:1");
    String next = world.task("app", 1, "node1", TaskState.PREPARING, Duration.ofSeconds(1));
    assertThat(world.finding(Kind.IMAGE_MISSING).orElseThrow().text())
        .isEqualTo("the image app:1 of app can't be had: No such image: app:1");
    world.tasks.removeIf(task -> task.view().id().equals(next));
    world.task("app", 1, "node1", TaskState.RUNNING, Duration.ZERO);
    assertThat(world.finding(Kind.IMAGE_MISSING)).isEmpty();
  }

  @Test
  void anotherRefusalIsNotTheImages() {
    world.service("app", 1);
    world.ended(
        "app",
        1,
        TaskState.REJECTED,
        Duration.ofSeconds(4),
        -1,
        "invalid mount config for type \"bind\": bind source path does not exist: /nowhere");
    world.task("app", 1, "node1", TaskState.ASSIGNED, Duration.ofSeconds(1));
    assertThat(world.finding(Kind.TASK_REJECTED).orElseThrow().text()).contains("/nowhere");
  }

  @Test
  void aFailingHealthCheckIsNamed() {
    world.service("app", 1);
    world.ended(
        "app",
        1,
        TaskState.FAILED,
        Duration.ofSeconds(4),
        137,
        "task: non-zero exit (137): dockerexec: unhealthy container");
    world.task("app", 1, "node1", TaskState.STARTING, Duration.ofSeconds(1));
    assertThat(world.finding(Kind.UNHEALTHY).orElseThrow().text())
        .isEqualTo("app fails its health check: 1 task ended so in 10m");
  }

  @Test
  void betweenATaskAndTheNextNothingIsGivenUp() {
    world.service("app", 1);
    world.task(
        "app",
        1,
        "node1",
        TaskState.REJECTED,
        TaskState.RUNNING,
        Duration.ZERO,
        TaskFacts.NO_EXIT,
        "No such image: app:1");
    assertThat(world.assess().findings())
        .extracting(Finding::kind)
        .containsExactly(Kind.IMAGE_MISSING);
  }

  @Test
  void whatIsNotStartedAgainIsTold() {
    world.put(World.givingUp(world.service("app", 2)));
    world.task("app", 1, "node1", TaskState.RUNNING, LONG);
    world.ended("app", 2, TaskState.FAILED, LONG, 2, "task: non-zero exit (2)");
    assertThat(world.finding(Kind.NOT_RESTARTED).orElseThrow().text())
        .startsWith("1 of 2 tasks of app failed and are not started again");
  }

  @Test
  void rolloutsThatStopOrTurnAreTold() {
    ServiceFacts app = world.service("app", 0);
    world.put(World.with(app, Rollout.PAUSED, "update paused due to failure", Instant.EPOCH));
    assertThat(world.finding(Kind.ROLLOUT_PAUSED).orElseThrow().text())
        .isEqualTo("the update of app is paused half way: update paused due to failure");
    world.put(World.with(app, Rollout.ROLLBACK_COMPLETED, "rolled back", World.NOW.minus(LONG)));
    assertThat(world.finding(Kind.ROLLED_BACK)).isPresent();
    world.put(
        World.with(
            app, Rollout.ROLLBACK_COMPLETED, "rolled back", World.NOW.minus(Duration.ofHours(1))));
    assertThat(world.assess().findings()).isEmpty();
  }

  @Test
  void oneOfThreeManagersDownLeavesNoneToFail() {
    world.node("node3", "manager", "down", "unreachable");
    Finding quorum = world.finding(Kind.QUORUM_AT_RISK).orElseThrow();
    assertThat(quorum.level()).isEqualTo(Level.CRITICAL);
    assertThat(quorum.text())
        .isEqualTo(
            "1 of 3 managers can't be reached (node3); none more may fail: with the next one the"
                + " Swarm can't be changed any more");
    assertThat(world.finding(Kind.NODE_DOWN).orElseThrow().text())
        .isEqualTo("node3 is down: heartbeat failure");
    world.node("node4", "manager", "ready", "reachable");
    world.node("node5", "manager", "ready", "reachable");
    assertThat(world.finding(Kind.QUORUM_AT_RISK).orElseThrow().level()).isEqualTo(Level.WARNING);
  }

  @Test
  void pressuresAndClocksAreToldByAgents() {
    world.agents.put("node1-id", World.agent("node1-id", Duration.ofSeconds(-90), 96));
    assertThat(world.assess().findings())
        .extracting(Finding::kind)
        .containsExactlyInAnyOrder(
            Kind.DISK_PRESSURE, Kind.MEMORY_PRESSURE, Kind.PID_PRESSURE, Kind.CLOCK_SKEW);
    assertThat(world.finding(Kind.CLOCK_SKEW).orElseThrow().text())
        .isEqualTo("the clock of node1 is 1m30s behind ours");
  }

  @Test
  void aSilentAgentIsMissingAndWhatItTellsIsUntold() {
    world.agents.remove("node2-id");
    Assessment seen = world.assess();
    assertThat(seen.findings()).extracting(Finding::kind).containsExactly(Kind.AGENT_MISSING);
    assertThat(seen.untold())
        .contains(new Finding.Key(Kind.DISK_PRESSURE, Subject.Type.NODE, "node2-id"))
        .noneMatch(key -> key.id().equals("node1-id"));
  }

  /** Swarm gives a drained node no task, not even a global one: no agent, and no names there. */
  @Test
  void aDrainedNodeNeedsNoAgent() {
    world.node("node2", "manager", "ready", "drain", "reachable", Map.of());
    world.agents.remove("node2-id");
    assertThat(world.assess().findings()).isEmpty();
    world.service("web", 1);
    world.task("web", 1, "node1", TaskState.RUNNING, LONG);
    world.names.put(
        "web-id",
        List.of(
            new Verdict("node1", World.NOW, List.of(), List.of()),
            new Verdict("node3", World.NOW, List.of(), List.of())));
    assertThat(world.assess().untold())
        .noneMatch(key -> key.kind() == Kind.NAMES_DISAGREE && key.id().equals("web-id"));
  }

  @Test
  void aServiceThatSharesNoNetworkWithAnAgentDisagreesWithNobody() {
    world.service("web", 1);
    world.names.put("web-id", List.of());
    assertThat(world.assess().untold()).noneMatch(key -> key.kind() == Kind.NAMES_DISAGREE);
  }

  @Test
  void withoutAnyAgentTheSwarmIsTheSubject() {
    world.agents.clear();
    assertThat(world.assess().findings())
        .singleElement()
        .extracting(Finding::subject)
        .isEqualTo(Subject.SWARM);
  }

  @Test
  void theAuthoritysEndIsToldInTime() {
    world.certificateEnd = Reading.known(World.NOW.plus(Duration.ofDays(20)), World.NOW);
    assertThat(world.finding(Kind.CERTIFICATE_EXPIRY).orElseThrow().level())
        .isEqualTo(Level.WARNING);
    world.certificateEnd = Reading.unknown("not asked");
    assertThat(world.assess().findings()).isEmpty();
  }

  @Test
  void failuresAreRememberedWhenManagersForgetThem() {
    world.service("app", 1);
    for (int i = 1; i <= 3; i++) {
      world.ended("app", 1, TaskState.FAILED, Duration.ofSeconds(10 * i), 1, "exit");
    }
    FailureLog log = world.facts().failures();
    List<ServiceFacts> services = List.copyOf(world.services.values());
    assertThat(log.with(services, List.of(), World.NOW).of("app-id")).hasSize(3);
    assertThat(log.with(services, List.of(), World.NOW.plus(Duration.ofMinutes(11))).of("app-id"))
        .isEmpty();
    assertThat(log.with(List.of(), List.of(), World.NOW).byService()).isEmpty();
  }
}
