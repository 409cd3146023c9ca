package io.drover.backup.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.backup.act.FakeAgent;
import io.drover.backup.move.MoveView.Stage;
import io.drover.backup.run.Claims;
import io.drover.backup.run.SimulatedTools;
import io.drover.backup.store.LocalStore;
import io.drover.engine.DockerEngine;
import io.drover.testkit.Eventually;
import io.drover.testkit.sim.SimulatedSwarm;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves that were cut off, on a simulated Swarm with an agent on each of two nodes. */
class MovesTest {
  private final SimulatedTools simulated = new SimulatedTools();
  private final SimulatedSwarm swarm = simulated.swarm();
  private final DockerEngine engine = simulated.engine();
  private final FakeAgent from = new FakeAgent("node1").volume("shop_data", "what is in it");
  private final FakeAgent to = new FakeAgent("node2").volume("shop_data", "the copy");
  private MoveRecords records;
  private Moves moves;

  @TempDir Path folder;

  @BeforeEach
  void begin() {
    records = new MoveRecords(engine);
    moves = new Moves(simulated.with(new LocalStore(folder), from, to), new Claims());
  }

  @AfterEach
  void stop() {
    from.close();
    to.close();
    simulated.close();
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
