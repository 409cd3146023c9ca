package io.drover.backup.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.backup.act.Acts;
import io.drover.backup.act.FakeAgent;
import io.drover.backup.act.Intents;
import io.drover.backup.act.NodeAgents;
import io.drover.backup.act.Stopping;
import io.drover.backup.move.MoveView.Stage;
import io.drover.backup.run.ArchivePacking;
import io.drover.backup.run.Claims;
import io.drover.backup.run.Tools;
import io.drover.backup.store.LocalStore;
import io.drover.core.decision.Decision;
import io.drover.engine.DockerEngine;
import io.drover.runtime.agents.AgentAddresses;
import io.drover.runtime.agents.AgentCalls;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.record.RecentDecisions;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import io.drover.testkit.Eventually;
import io.drover.testkit.sim.SimulatedSwarm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves that were cut off, on a simulated Swarm with an agent on each of two nodes. */
class MovesTest {
  private final SimulatedSwarm swarm = SimulatedSwarm.start();
  private final DockerEngine engine =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()));
  private final FakeAgent from = new FakeAgent("node1").volume("shop_data", "what is in it");
  private final FakeAgent to = new FakeAgent("node2").volume("shop_data", "the copy");
  private final Lease lease =
      new Lease(
          "backup",
          "me",
          new LeaseSettings(Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofMinutes(1)),
          engine,
          TimeSource.system());
  private final List<Decision> recorded = new CopyOnWriteArrayList<>();
  private MoveRecords records;
  private Moves moves;

  @TempDir Path folder;

  @BeforeEach
  void begin() {
    engine.createConfig(
        "drover.lease.backup",
        Map.of(
            "drover.lease.holder", "",
            "drover.lease.epoch", "1",
            "drover.lease.renewal", "1",
            "drover.lease.ttl", "PT2M"));
    lease.start();
    Eventually.holds("the lease is held", () -> lease.mayAct(Duration.ZERO));
    TimeSource time = TimeSource.system();
    Suite suite = new Suite(Mode.ENFORCE, "me");
    Acts acts =
        new Acts(
            "backup-runs",
            suite,
            new DecisionIds(() -> time.now().wall(), new Random(1)),
            new DecisionRecorder(
                recorded::add, new SimpleMeterRegistry(), new RecentDecisions(100, 100)),
            time,
            () -> lease.mayAct(Duration.ZERO));
    records = new MoveRecords(engine);
    moves =
        new Moves(
            new Tools(
                suite,
                engine,
                new NodeAgents(
                    new AgentCalls(
                        AgentAddresses.fixed(List.of(from.address(), to.address())),
                        () -> "t",
                        Duration.ofSeconds(30)),
                    () -> "t",
                    Duration.ofSeconds(30)),
                new LocalStore(folder),
                new ArchivePacking(List.of(), Optional.empty()),
                new Intents(engine),
                new Stopping(engine, acts, time),
                acts,
                new PauseSwitch(engine),
                time,
                "test"),
            new Claims());
  }

  @AfterEach
  void stop() {
    lease.close();
    from.close();
    to.close();
    engine.close();
    swarm.close();
  }

  private String service(int replicas, String constraints) {
    return swarm.addService(
        """
        {"Name":"shop_db","Labels":{},
         "TaskTemplate":{"ContainerSpec":{"Image":"pg:1"},"Placement":{"Constraints":[%s]}},
         "Mode":{"Replicated":{"Replicas":%d}}}
        """
            .formatted(constraints, replicas));
  }

  /** A move of a service that had two tasks, cut off in this stage by a crash. */
  private void cutOff(Stage stage, String serviceId, boolean tied) {
    records.begin(
        new MoveRecord(
            "id",
            "shop_data",
            List.of("shop_data"),
            "node1",
            "node2",
            List.of(new MoveRecord.Along(serviceId, "shop_db", 2, tied)),
            stage,
            Instant.now(),
            "me"));
  }

  /** What was written on the other node since is nowhere else. */
  @Test
  void oneThatWasCutOffWhileServicesStartIsFinished() {
    String id = service(2, "\"node.hostname==node2\"");
    cutOff(Stage.STARTING, id, true);
    moves.resume();

    assertThat(records.read()).extracting(MoveRecord::stage).containsExactly(Stage.MOVED);
    assertThat(to.content("shop_data")).isEqualTo("the copy");
    assertThat(from.has("shop_data")).isTrue();
    assertThat(swarm.updates(id)).isZero();
  }

  @Test
  void servicesThatWereNotStartedYetStartOnTheOtherNode() {
    String id = service(0, "\"node.hostname == node1\",\"node.role==worker\"");
    cutOff(Stage.STARTING, id, true);
    moves.resume();

    assertThat(records.read()).extracting(MoveRecord::stage).containsExactly(Stage.MOVED);
    assertThat(swarm.replicas(id)).isEqualTo(2);
    assertThat(swarm.spec(id)).contains("[\"node.role==worker\",\"node.hostname==node2\"]");
  }

  @Test
  void oneThatWasCutOffWhileCopyingIsUndone() {
    String id = service(0, "\"node.hostname==node1\"");
    cutOff(Stage.COPYING, id, true);
    moves.resume();

    assertThat(records.read()).isEmpty();
    assertThat(to.has("shop_data")).isFalse();
    assertThat(swarm.replicas(id)).isEqualTo(2);
    assertThat(swarm.spec(id)).contains("[\"node.hostname==node1\"]");
  }

  /** What it wrote while its volume was copied would be in the old copy only. */
  @Test
  void oneWhoseServiceWasStartedMeanwhileIsUndone() {
    to.forget("shop_data");
    from.on("node000000000000000000001");
    to.on(swarm.addNode("node2", 4_000_000_000L, 8L << 30, Map.of()));
    String id =
        swarm.addService(
            """
            {"Name":"shop_db","Labels":{},
             "TaskTemplate":{"ContainerSpec":{"Image":"pg:1","Mounts":[{"Type":"volume","Source":"shop_data","Target":"/d"}]},
              "Placement":{"Constraints":["node.hostname==node1"]}},
             "Mode":{"Replicated":{"Replicas":0}}}
            """);
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    from.whileReading(
        () -> {
          try {
            // A round of the loop, which keeps what is stopped at rest.
            moves.resume();
          } catch (RuntimeException failed) {
            failures.add(failed);
          }
          swarm.rewrite(id, swarm.spec(id).replace("\"Replicas\":0", "\"Replicas\":1"));
        });
    assertThat(moves.order("shop_data", "node2", "me")).isInstanceOf(Moves.Ordered.Running.class);

    Eventually.holds("it is undone", () -> records.read().isEmpty());
    assertThat(failures).isEmpty();
    assertThat(moves.all())
        .singleElement()
        .satisfies(
            view -> {
              assertThat(view.stage()).isEqualTo(Stage.UNDONE);
              assertThat(view.message()).contains("shop_db was changed while it was stopped");
            });
    assertThat(to.has("shop_data")).isFalse();
    assertThat(swarm.replicas(id)).isEqualTo(1);
    assertThat(swarm.spec(id)).contains("node.hostname==node1");
  }

  /** Else it might start where an empty volume is made for it. */
  @Test
  void whatWasTiedToNothingIsTiedToItsVolumeWhenUndone() {
    String id = service(0, "");
    cutOff(Stage.COPYING, id, false);
    moves.resume();

    assertThat(swarm.replicas(id)).isEqualTo(2);
    assertThat(swarm.spec(id)).contains("[\"node.hostname==node1\"]");
  }
}
