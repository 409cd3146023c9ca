package io.drover.backup.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.backup.act.FakeAgent;
import io.drover.backup.act.Intent;
import io.drover.backup.act.Intents;
import io.drover.backup.act.Stopped;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.Trigger;
import io.drover.backup.run.RunView.Stage;
import io.drover.backup.store.LocalStore;
import io.drover.core.decision.Action;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.engine.DockerEngine;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.loop.Key;
import io.drover.runtime.orders.ServiceOrder;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.testkit.Eventually;
import io.drover.testkit.sim.SimulatedSwarm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, on a simulated Swarm, with an agent that speaks as agents do, into a folder. */
class RunsTest {
  private static final String NODE = "node000000000000000000001";

  private final SimulatedTools simulated = new SimulatedTools();
  private final SimulatedSwarm swarm = simulated.swarm();
  private final DockerEngine engine = simulated.engine();
  private final FakeAgent agent = new FakeAgent(NODE).volume("shop_data", "what is in it");
  private final Lease lease = simulated.lease();
  private final List<Decision> recorded = simulated.recorded();
  private final RunBoard board = new RunBoard();
  private LocalStore store;
  private Tools tools;
  private Runs runs;

  @TempDir Path folder;

  @BeforeEach
  void begin() {
    store = new LocalStore(folder);
    tools = simulated.with(store, agent);
    runs = new Runs(tools, lease, board, new Claims());
  }

  @AfterEach
  void stop() {
    runs.close();
    agent.close();
    simulated.close();
  }

  /** A service of two tasks with the volume. */
  private String service(String labels) {
    return swarm.addService(
        """
        {"Name":"shop_db","Labels":{"com.docker.stack.namespace":"shop"%s},
         "TaskTemplate":{"ContainerSpec":{"Image":"pg:1","Mounts":[{"Type":"volume","Source":"shop_data","Target":"/d"}]}},
         "Mode":{"Replicated":{"Replicas":2}},"X":1.0}
        """
            .formatted(labels));
  }

  private static final String SCHEDULE = ",\"drover.backup.schedule\":\"0 3 * * *\"";
  private static final String STOP = SCHEDULE + ",\"drover.backup.stop\":\"true\"";

  private RunView backUp() {
    String id = started().id();
    return Eventually.gives(
        "the run is over", () -> board.find(id).filter(view -> view.stage().isOver()));
  }

  private RunView started() {
    Runs.Started started = runs.start(RunRequest.ofStack("shop", Trigger.MANUAL, "me"));
    assertThat(started).isInstanceOf(Runs.Started.Running.class);
    return ((Runs.Started.Running) started).view();
  }

  private void nothingIsLeft(String id) {
    assertThat(new Intents(engine).read()).isEmpty();
    assertThat(new ServiceOrders(engine).read(Instant.now())).doesNotContainKey(id);
  }

  @Test
  void aBackupHoldsTheVolumeAndTheSpecs() throws IOException {
    String id = service("");
    RunView view = backUp();

    assertThat(view.message()).isEmpty();
    assertThat(view.stage()).isEqualTo(Stage.DONE);
    assertThat(view.volumes()).allMatch(RunView.VolumeProgress::done);
    Manifest manifest = store.manifest(store.list().getFirst());
    assertThat(manifest.volume("shop_data").orElseThrow().labels()).containsEntry("a", "b");
    try (var archive =
        store.open(manifest.id(), manifest.object("volumes/shop_data.tar.zst").orElseThrow())) {
      assertThat(archive.readAllBytes()).asString().isEqualTo("what is in it");
    }
    var stack =
        tools.packing().unpack(store.open(manifest.id(), "stack.json.zst"), false).readAllBytes();
    assertThat(new String(stack, java.nio.charset.StandardCharsets.UTF_8))
        .contains(swarm.spec(id).strip());
    assertThat(swarm.updates(id)).isZero();
    nothingIsLeft(id);
  }

  @Test
  void aFileThatCantBeReadMakesItNoBackup() throws IOException {
    service("");
    agent.unreadable();
    RunView view = backUp();

    assertThat(view.stage()).isEqualTo(Stage.FAILED);
    assertThat(view.message()).contains("1 of its files could not be read").contains("g: can't be");
    assertThat(store.list()).isEmpty();
  }

  @Test
  void aServiceThatAsksForItIsStoppedMeanwhileAndComesBack() {
    String id = service(STOP);
    agent.whileReading(
        () -> {
          assertThat(swarm.replicas(id)).isZero();
          assertThat(new ServiceOrders(engine).read(Instant.now()).get(id))
              .isInstanceOf(ServiceOrder.Pause.class);
          assertThat(new Intents(engine).read()).hasSize(1);
        });

    assertThat(backUp().stage()).isEqualTo(Stage.DONE);
    assertThat(swarm.replicaHistory(id)).containsExactly(0, 2);
    assertThat(swarm.spec(id)).contains("\"X\":1.0");
    assertThat(recorded)
        .flatExtracting(decision -> decision.plan().steps())
        .extracting(step -> ((Action.SetReplicas) step.action()).to())
        .containsExactly(0, 2);
    nothingIsLeft(id);
  }

  @Test
  void anArchiveThatIsCutOffIsNoBackupAndTheServiceComesBack() throws IOException {
    String id = service(STOP);
    agent.cutOff();

    assertThat(backUp().stage()).isEqualTo(Stage.FAILED);
    assertThat(swarm.replicas(id)).isEqualTo(2);
    assertThat(store.list()).isEmpty();
    nothingIsLeft(id);
  }

  @Test
  void somebodyWhoGaveItTasksMeanwhileIsNotOverruled() throws IOException {
    String id = service(STOP);
    agent.whileReading(
        () ->
            swarm.rewrite(id, swarm.spec(id).replaceAll("\"Replicas\":[0-9]+", "\"Replicas\":5")));

    RunView view = backUp();
    assertThat(view.stage()).isEqualTo(Stage.FAILED);
    assertThat(view.message()).contains("changed while it was stopped");
    assertThat(swarm.replicas(id)).isEqualTo(5);
    assertThat(store.list()).isEmpty();
    nothingIsLeft(id);
  }

  @Test
  void commandsRunBeforeAndAfter() throws IOException {
    service(SCHEDULE + ",\"drover.backup.before\":\"dump it\",\"drover.backup.after\":\"tidy up\"");

    assertThat(backUp().stage()).isEqualTo(Stage.DONE);
    assertThat(agent.commands()).hasSize(2);
    assertThat(agent.commands().getFirst()).contains("dump it");
    assertThat(store.manifest(store.list().getFirst()).hooks())
        .allMatch(hook -> hook.exitCode() == 0 && hook.output().equals("said so"));
  }

  @Test
  void aFailingBeforeFailsTheBackupAndNothingIsStopped() throws IOException {
    String id = service(STOP + ",\"drover.backup.before\":\"dump it\"");
    agent.exitCode(3);

    RunView view = backUp();
    assertThat(view.stage()).isEqualTo(Stage.FAILED);
    assertThat(view.message()).contains("ended with 3").contains("said so");
    assertThat(swarm.updates(id)).isZero();
    assertThat(store.list()).isEmpty();
    nothingIsLeft(id);
  }

  /** It may have frozen something. */
  @Test
  void whatABeforeBeganIsEndedAlsoWhereItFailed() {
    service(SCHEDULE + ",\"drover.backup.before\":\"freeze\",\"drover.backup.after\":\"thaw\"");
    agent.exitCode(3);

    assertThat(backUp().stage()).isEqualTo(Stage.FAILED);
    assertThat(agent.commands()).hasSize(2);
    assertThat(agent.commands().getLast()).contains("thaw");
  }

  @Test
  void oneWithoutTasksMustHaveNoneToTheEnd() throws IOException {
    String id = service(STOP);
    swarm.rewrite(id, swarm.spec(id).replace("\"Replicas\":2", "\"Replicas\":0"));
    agent.whileReading(
        () -> swarm.rewrite(id, swarm.spec(id).replace("\"Replicas\":0", "\"Replicas\":1")));

    RunView view = backUp();
    assertThat(view.stage()).isEqualTo(Stage.FAILED);
    assertThat(view.message()).contains("changed while it was stopped");
    assertThat(store.list()).isEmpty();
  }

  @Test
  void oneThatIsCancelledIsNoBackup() throws Exception {
    String id = service(STOP);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    agent.whileReading(
        () -> {
          reading.countDown();
          await(cancelled);
        });
    RunView view = started();
    await(reading);

    assertThat(runs.start(RunRequest.ofStack("shop", Trigger.MANUAL, "me")))
        .isNotInstanceOf(Runs.Started.Running.class);
    assertThat(runs.cancel(view.id())).isTrue();
    cancelled.countDown();
    Eventually.holds(
        "it is over", () -> board.find(view.id()).orElseThrow().stage() == Stage.CANCELLED);
    assertThat(swarm.replicas(id)).isEqualTo(2);
    assertThat(store.list()).isEmpty();
    nothingIsLeft(id);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatAKilledProcessStoppedComesBack() {
    String id = service(STOP);
    swarm.rewrite(id, swarm.spec(id).replaceAll("\"Replicas\":2", "\"Replicas\":0"));
    Intents intents = new Intents(engine);
    Intent left =
        new Intent("dead", "shop", Instant.now(), "other", List.of(new Stopped(id, "shop_db", 2)));
    assertThat(intents.begin(left)).isInstanceOf(Outcome.Applied.class);
    ReturnSteps steps = new ReturnSteps(tools, lease, runs::isLive);

    var seen = steps.observe();
    assertThat(steps.keys(seen)).containsExactly(new Key("dead"));
    steps.reconcile(new Key("dead"), seen);

    assertThat(swarm.replicas(id)).isEqualTo(2);
    nothingIsLeft(id);
    assertThat(recorded)
        .anyMatch(
            decision ->
                decision.plan().reasons().stream()
                    .anyMatch(reason -> reason.code().equals("RunInterrupted")));
  }

  @Test
  void theIntentOfSeveralServicesKeepsTheirOrder() {
    Intents intents = new Intents(engine);
    Intent intent =
        new Intent(
            "many",
            "shop",
            Instant.parse("2026-11-26T03:30:00Z"),
            "me",
            List.of(
                new Stopped("z", "a name with spaces", 1),
                new Stopped("a", "b", 200),
                new Stopped("m", "c", 3)));
    intents.begin(intent);

    assertThat(intents.read())
        .singleElement()
        .extracting(stored -> ((Intents.Stored.Known) stored).intent())
        .isEqualTo(intent);
  }

  @Test
  void withoutTheLeaseNothingIsBegun() {
    service("");
    lease.close();

    assertThat(runs.start(RunRequest.ofStack("shop", Trigger.MANUAL, "me")))
        .isInstanceOf(Runs.Started.NotHere.class);
  }

  @Test
  void aStackThatIsNotThereIsRefused() {
    assertThat(runs.start(RunRequest.ofStack("none", Trigger.MANUAL, "me")))
        .isInstanceOf(Runs.Started.Refused.class);
    assertThat(Set.copyOf(board.all())).isEmpty();
  }
}
