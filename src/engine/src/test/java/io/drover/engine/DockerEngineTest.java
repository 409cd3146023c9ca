package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.core.decision.Outcome;
import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls against a simulated Swarm that misbehaves on demand. */
class DockerEngineTest {
  private final SimulatedSwarm swarm = SimulatedSwarm.start();
  private final DockerEngine engine = connect(swarm, Timeouts.DEFAULT);

  private static DockerEngine connect(SimulatedSwarm swarm, Timeouts timeouts) {
    return DockerEngine.connect(EngineAddress.parse(swarm.dockerHost()), timeouts);
  }

  @AfterEach
  void stop() {
    engine.close();
    swarm.close();
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Outcome.Kind.UNAVAILABLE));
  }

  @Test
  void aSnapshotOfThousandsIsRead() {
    for (int i = 0; i < 1_500; i++) {
      swarm.addService(ServiceSpec.named("shop_s" + i).replicas(2).label("drover.scale.min", "1"));
    }
    var snapshot = engine.snapshot();
    assertThat(snapshot.services())
        .hasSize(1_500)
        .allSatisfy(service -> assertThat(service.stack()).contains("shop"));
    assertThat(snapshot.tasks()).hasSize(3_000).allMatch(task -> task.isRunning());
    assertThat(snapshot.nodes()).hasSize(1);
  }

  @ParameterizedTest(name = "an engine of {0} to {1}: {2}")
  @CsvSource({"1.24,1.41,1.41", "1.24,1.39,1.39", "1.44,1.51,1.51", "1.44,1.99,1.51"})
  void theNewestVersionThatBothKnowIsSpoken(String oldest, String newest, String spoken) {
    swarm.manager().speaks(oldest, newest);
    assertThat(engine.apiVersion()).isEqualTo(spoken);
    assertThat(engine.snapshot().nodes()).hasSize(1);
  }

  @Test
  void anEngineThatWasExchangedIsAskedAgain() {
    String id = swarm.addService(ServiceSpec.named("web"));
    assertThat(engine.apiVersion()).isEqualTo("1.41");
    swarm.manager().speaks("1.24", "1.40");
    assertThat(engine.setReplicas(id, swarm.version(id), 2)).isInstanceOf(Outcome.Applied.class);
    assertThat(engine.apiVersion()).isEqualTo("1.40");
    swarm.manager().speaks("1.44", "1.47");
    assertThat(engine.snapshot().services()).hasSize(1);
    assertThat(engine.apiVersion()).isEqualTo("1.47");
    assertThat(swarm.updates(id)).isEqualTo(1);
  }

  @Test
  void anEngineThatIsTooNewIsRefusedInItsWords() {
    swarm.manager().speaks("1.60", "1.70");
    assertThatThrownBy(engine::snapshot)
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("1.51 is too old");
  }

  @Test
  void whatNamesNoVersionIsNoEngine() {
    swarm.manager().faults().failNext(1, "GET /_ping", 502, "bad gateway");
    assertUnavailable(engine::snapshot);
    assertThat(engine.snapshot().nodes()).hasSize(1);
  }

  @Test
  void aStaleVersionIsAConflictAndNothingIsWritten() {
    String id = swarm.addService(ServiceSpec.named("web").replicas(2));
    long version = swarm.version(id);
    swarm.rollout(id, "completed");
    assertThat(engine.setReplicas(id, version, 5)).isInstanceOf(Outcome.Conflict.class);

    swarm.manager().faults().overtakeNext(1, "POST /services");
    assertThat(engine.setReplicas(id, swarm.version(id), 5)).isInstanceOf(Outcome.Conflict.class);
    assertThat(swarm.updates(id)).isZero();
    assertThat(swarm.replicas(id)).isEqualTo(2);
    assertThat(engine.setReplicas(id, swarm.version(id), 5)).isInstanceOf(Outcome.Applied.class);
    assertThat(swarm.replicas(id)).isEqualTo(5);
  }

  @Test
  void whatNeedsNoChangeIsNotWritten() {
    String id = swarm.addService(ServiceSpec.named("web").replicas(2));
    assertThat(engine.setReplicas(id, swarm.version(id), 2)).isInstanceOf(Outcome.Applied.class);
    assertThat(swarm.updates(id)).isZero();
  }

  @Test
  void onlyReplicatedServicesAreScaled() {
    String global = swarm.addService(ServiceSpec.named("agent").global());
    String both = swarm.addService("{\"Name\":\"b\",\"Mode\":{\"Global\":{},\"Replicated\":null}}");
    String job = swarm.addService("{\"Name\":\"j\",\"Mode\":{\"ReplicatedJob\":{}}}");
    String none = swarm.addService("{\"Name\":\"n\"}");
    for (String id : new String[] {global, both, job, none}) {
      assertThat(engine.setReplicas(id, swarm.version(id), 2).code()).isEqualTo("rejected");
      assertThat(swarm.updates(id)).isZero();
    }
    assertThatThrownBy(() -> engine.setReplicas(global, 1, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMissingCountIsAdded() {
    String id = swarm.addService("{\"Name\":\"b\",\"Mode\":{\"Replicated\":{ }},\"X\":1e3}");
    assertThat(engine.snapshot().services().getFirst().mode())
        .isEqualTo(new ServiceView.Mode.Replicated(1));
    assertThat(engine.setReplicas(id, swarm.version(id), 1)).isInstanceOf(Outcome.Applied.class);
    assertThat(swarm.spec(id))
        .isEqualTo("{\"Name\":\"b\",\"Mode\":{\"Replicated\":{\"Replicas\":1 }},\"X\":1e3}");
  }

  @Test
  void aResizeLeavesEveryOtherByteAsItWas() {
    String id =
        swarm.addService(
            """
            {"Name":"db", "X":1e3,
             "TaskTemplate":{"Resources":{"Limits":{"NanoCPUs":1,"Pids":77},
               "Reservations":{"MemoryBytes": 5,"GenericResources":[{"DiscreteResourceSpec":{"Kind":"gpu","Value":1}}]}}}}""");
    Allotment to =
        new Allotment(
            Resources.NONE.withMemory(Bytes.ofMebibytes(1)),
            Resources.NONE.withCpu(Cpu.ofMillicores(500)).withMemory(Bytes.ofMebibytes(2)));
    long version = swarm.version(id);
    assertThat(engine.resize(id, version, to)).isInstanceOf(Outcome.Applied.class);
    assertThat(swarm.spec(id))
        .isEqualTo(
            """
            {"Name":"db", "X":1e3,
             "TaskTemplate":{"Resources":{"Limits":{"NanoCPUs":500000000,"Pids":77,"MemoryBytes":2097152},
               "Reservations":{"MemoryBytes": 1048576,"GenericResources":[{"DiscreteResourceSpec":{"Kind":"gpu","Value":1}}]}}}}""");
    assertThat(engine.resize(id, version, to)).isInstanceOf(Outcome.Conflict.class);
    assertThat(engine.resize(id, swarm.version(id), to)).isInstanceOf(Outcome.Applied.class);
    assertThat(swarm.updates(id)).isEqualTo(1);
    String bare = swarm.addService("{\"Name\":\"n\",\"TaskTemplate\":{\"Resources\":null}}");
    Allotment little = new Allotment(Resources.NONE.withCpu(Cpu.ofNanos(7)), Resources.NONE);
    assertThat(engine.resize(bare, swarm.version(bare), little))
        .isInstanceOf(Outcome.Applied.class);
    assertThat(swarm.spec(bare))
        .isEqualTo(
            "{\"Name\":\"n\",\"TaskTemplate\":{\"Resources\":{\"Reservations\":{\"NanoCPUs\":7}}}}");
    assertThat(engine.resize("gone", 1, to).code()).isEqualTo("not_found");
  }

  @Test
  void aContainersLimitsAreChangedWhileItRuns() {
    String container =
        swarm.addContainer("t1", Map.of(), "{\"Memory\":5,\"MemorySwap\":-1,\"PidsLimit\":7}");
    assertThat(engine.updateContainer(container, RawJson.of("{\"Memory\":9}")))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(engine.updateContainer(container, RawJson.of("{\"Memory\":9,\"MemorySwap\":-1}")))
        .isInstanceOf(Outcome.Applied.class);
    assertThat(swarm.hostConfig(container))
        .isEqualTo("{\"Memory\":9,\"MemorySwap\":-1,\"PidsLimit\":7}");
    assertThat(engine.updateContainer("gone", RawJson.of("{}")).code()).isEqualTo("not_found");
  }

  @Test
  void whatIsGoneIsNotFound() {
    assertThat(engine.setReplicas("gone", 1, 2).code()).isEqualTo("not_found");
    assertThat(engine.updateService("gone", 1, RawJson.of("{}")).code()).isEqualTo("not_found");
    assertThat(engine.inspect("/services/gone")).isEmpty();
    assertThat(engine.setReplicas("a/../b?c", 1, 2).code()).isEqualTo("not_found");
  }

  /** The transport would repeat them by itself: nobody may act twice on one decision. */
  @Test
  void aWriteIsSentOnceWhateverBecomesOfIt() {
    String id = swarm.addService(ServiceSpec.named("web"));
    String update = "POST /services/" + id + "/update";
    var faults = swarm.manager().faults();

    faults.failNext(1, update, 503, "no leader");
    assertThat(engine.setReplicas(id, swarm.version(id), 2).code()).isEqualTo("unavailable");
    faults.failNext(1, update, 429, "slow down");
    assertThat(engine.setReplicas(id, swarm.version(id), 2).code()).isEqualTo("rejected");
    faults.dropNext(1, update);
    assertThat(engine.setReplicas(id, swarm.version(id), 2).code()).isEqualTo("unavailable");
    faults.loseAnswers(1, update);
    assertThat(engine.setReplicas(id, swarm.version(id), 2).code()).isEqualTo("unavailable");

    assertThat(swarm.manager().requests(update)).isEqualTo(4);
    assertThat(swarm.replicaHistory(id)).containsExactly(2);
  }

  @Test
  void anEngineThatIsAwayIsUnavailableAndThenBack() {
    String id = swarm.addService(ServiceSpec.named("web"));
    swarm.manager().goAway();
    assertUnavailable(engine::snapshot);
    assertUnavailable(() -> engine.config("drover.lease.x"));
    assertUnavailable(() -> engine.inspect("/info"));
    assertThat(engine.setReplicas(id, swarm.version(id), 2).code()).isEqualTo("unavailable");
    assertThat(engine.createConfig("c", Map.of()).code()).isEqualTo("unavailable");
    assertThat(engine.removeConfig("c").code()).isEqualTo("unavailable");

    swarm.manager().comeBack();
    assertThat(engine.snapshot().services()).hasSize(1);
  }

  @Test
  void anEngineThatHangsIsGivenUp() {
    String id = swarm.addService(ServiceSpec.named("web"));
    Duration second = Duration.ofSeconds(1);
    try (DockerEngine hasty = connect(swarm, new Timeouts(second, second, second))) {
      swarm.manager().faults().latency(Duration.ofHours(1));
      assertUnavailable(hasty::snapshot);
      assertThat(hasty.setReplicas(id, swarm.version(id), 2).code()).isEqualTo("unavailable");
    }
  }

  @Test
  void aPageThatIsNoEnginesIsUnavailable() {
    var faults = swarm.manager().faults();
    for (String page : new String[] {"<html>", "{}", "7", "[{\"ID\":\"x\"},", "[{\"ID\":"}) {
      faults.answerNext(1, "GET /services", 200, page);
      assertUnavailable(engine::snapshot);
      faults.answerNext(1, "GET /networks", 200, page);
      assertUnavailable(() -> engine.list("/networks"));
      faults.answerNext(1, "GET /configs", 200, page);
      assertUnavailable(() -> engine.config("lease"));
    }
    faults.answerNext(1, "GET /services", 200, "[]");
    assertThat(engine.snapshot().services()).isEmpty();
  }

  @Test
  void configsAreFoundByTheirWholeName() {
    assertThat(engine.createConfig("lease.a.b", Map.of("k", "v")))
        .isInstanceOf(Outcome.Applied.class);
    assertThat(engine.config("lease.a")).isEmpty();
    assertThat(engine.createConfig("lease.a", Map.of())).isInstanceOf(Outcome.Applied.class);
    assertThat(engine.createConfig("lease.a", Map.of())).isInstanceOf(Outcome.Conflict.class);
    assertThat(engine.config("lease.a").orElseThrow().labels()).isEmpty();
    assertThat(engine.configsLabelled("k"))
        .extracting(Engine.ConfigObject::name)
        .containsExactly("lease.a.b");
    assertThat(engine.config("\"}|&?%00/ü")).isEmpty();
  }

  @Test
  void configLabelsAreSwappedByTheirVersion() {
    engine.createConfig("lease", Map.of("n", "0"));
    Engine.ConfigObject observed = engine.config("lease").orElseThrow();
    Map<String, String> labels = Map.of("n", "1", "odd \"key\"", "\n\u00fc\ud83d\udc0b");

    swarm.manager().faults().overtakeNext(1, "POST /configs");
    assertThat(engine.updateConfigLabels(observed, labels)).isInstanceOf(Outcome.Conflict.class);
    Engine.ConfigObject again = engine.config("lease").orElseThrow();
    assertThat(engine.updateConfigLabels(again, labels)).isInstanceOf(Outcome.Applied.class);
    assertThat(engine.updateConfigLabels(again, Map.of())).isInstanceOf(Outcome.Conflict.class);
    assertThat(engine.config("lease").orElseThrow().labels()).isEqualTo(labels);

    assertThat(engine.removeConfig(again.id())).isInstanceOf(Outcome.Applied.class);
    assertThat(engine.removeConfig(again.id())).isInstanceOf(Outcome.Applied.class);
    assertThat(engine.updateConfigLabels(again, labels).code()).isEqualTo("not_found");
  }
}
