package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.decision.Outcome;
import io.drover.core.model.Bytes;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskState;
import io.drover.testkit.Eventually;
import io.drover.testkit.swarm.RealSwarm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said about engines, said by one: a Swarm of one real node. */
class RealSwarmTest {
  private static RealSwarm swarm;
  private static DockerEngine engine;
  private static EngineApi api;

  @BeforeAll
  static void start() {
    swarm = RealSwarm.oneNode();
    engine = Real.engine(swarm.node(1));
    api = Real.api(swarm.node(1));
  }

  @AfterAll
  static void stop() {
    try (RealSwarm ending = swarm) {
      api.close();
      engine.close();
      assertThat(ending).isNotNull();
    }
  }

  private static ServiceView service(String id) {
    return engine.snapshot().services().stream()
        .filter(service -> service.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static RawJson spec(String id) {
    return engine.inspect("/services/" + id).orElseThrow().find("/Spec").orElseThrow();
  }

  @Test
  void aSnapshotHoldsServicesTasksAndNodes() {
    String id = Real.sleeper(api, "seen", 2);
    Eventually.holds("both tasks run", () -> running(id) == 2);

    ClusterSnapshot snapshot = engine.snapshot();
    NodeView node = snapshot.nodes().getFirst();
    assertThat(snapshot.nodes()).hasSize(1);
    assertThat(node.hostname()).isEqualTo("node1");
    assertThat(node.role()).isEqualTo("manager");
    assertThat(node.isReady()).isTrue();
    assertThat(node.leader()).isTrue();
    assertThat(node.memory().compareTo(Bytes.of(0))).isPositive();

    ServiceView service = service(id);
    assertThat(service.name()).isEqualTo("seen");
    assertThat(service.mode()).isEqualTo(new ServiceView.Mode.Replicated(2));
    assertThat(service.labels()).containsEntry("drover.scale.min", "1");
    assertThat(service.limits().cpu()).contains(Cpu.ofNanos(500_000_000));
    assertThat(service.limits().memory()).contains(Bytes.of(33_554_432));
    assertThat(snapshot.tasks().stream().filter(task -> task.serviceId().equals(id)))
        .hasSize(2)
        .allSatisfy(
            task -> {
              assertThat(task.nodeId()).isEqualTo(node.id());
              assertThat(task.containerId()).hasSize(64);
            });
  }

  private static long running(String serviceId) {
    return engine.snapshot().tasks().stream()
        .filter(task -> task.serviceId().equals(serviceId) && task.state() == TaskState.RUNNING)
        .count();
  }

  @Test
  void setReplicasChangesNothingElseOfAServiceWithEveryOption() {
    String secret =
        Real.create(api, "/secrets/create", "{\"Name\":\"every-secret\",\"Data\":\"cw==\"}");
    String config =
        Real.create(api, "/configs/create", "{\"Name\":\"every-config\",\"Data\":\"Yw==\"}");
    String network =
        Real.create(api, "/networks/create", "{\"Name\":\"every\",\"Driver\":\"overlay\"}");
    String asked =
        Real.resource("every-option.json")
            .replace("@secret@", secret)
            .replace("@config@", config)
            .replace("@network@", network);
    String id = Real.create(api, "/services/create", asked);
    RawJson before = spec(id);
    assertHolds(before.tree(), RawJson.of(asked).tree(), "");

    applied(id, 3);

    assertThat(spec(id)).isEqualTo(before.with("/Mode/Replicated/Replicas", "3"));
    assertThat(engine.inspect("/services/" + id).orElseThrow().find("/PreviousSpec"))
        .contains(before);
    applied(id, 1);
    assertThat(spec(id)).isEqualTo(before);
  }

  /**
   * Sets a count as whoever decides it would: Swarm itself writes to a service that was just made,
   * when it allocates its network, and what was observed before must be observed again.
   *
   * @return the version that it was decided on
   */
  private static long applied(String id, int replicas) {
    return Eventually.gives(
        "the count is set",
        () -> {
          long observed = service(id).version();
          Outcome outcome = engine.setReplicas(id, observed, replicas);
          if (outcome instanceof Outcome.Conflict) {
            return Optional.empty();
          }
          assertThat(outcome).isInstanceOf(Outcome.Applied.class);
          return Optional.of(observed);
        });
  }

  /** The engine took everything that was asked for: else the test above would prove too little. */
  private static void assertHolds(JsonNode holder, JsonNode asked, String at) {
    if (asked.isObject()) {
      asked
          .properties()
          .forEach(
              member ->
                  assertHolds(
                      holder.path(member.getKey()), member.getValue(), at + "/" + member.getKey()));
    } else if (asked.isArray()) {
      assertThat(holder.size()).as(at).isEqualTo(asked.size());
      for (int i = 0; i < asked.size(); i++) {
        assertHolds(holder.path(i), asked.path(i), at + "/" + i);
      }
    } else if (!asked.isNull()) {
      assertThat(holder.asText()).as(at).isEqualTo(asked.asText());
    }
  }

  @Test
  void aRollbackGivesBackWhatWasBeforeTheLastUpdate() {
    String id = Real.sleeper(api, "turned-back", 1);
    assertThat(engine.rollBack(id, service(id).version()))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.kind()).isEqualTo(Outcome.Kind.REJECTED));
    String before = spec(id).find("/TaskTemplate/ContainerSpec").orElseThrow().toString();
    RawJson other = spec(id).with("/TaskTemplate/ContainerSpec/Command", "[\"/bin/sleep\",\"1h\"]");
    assertThat(engine.updateService(id, service(id).version(), other))
        .isInstanceOf(Outcome.Applied.class);
    long version = service(id).version();
    assertThat(engine.rollBack(id, version - 1)).isInstanceOf(Outcome.Conflict.class);
    Eventually.holds(
        "it goes back",
        () -> engine.rollBack(id, service(id).version()) instanceof Outcome.Applied);
    assertThat(spec(id).find("/TaskTemplate/ContainerSpec").orElseThrow().toString())
        .isEqualTo(before);
  }

  @Test
  void aStaleVersionIsAConflictWhoeverNoticesIt() {
    String id = Real.sleeper(api, "stale", 1);
    RawJson oldSpec = spec(id);
    long old = applied(id, 2);

    assertThat(engine.setReplicas(id, old, 3)).isInstanceOf(Outcome.Conflict.class);
    assertThat(engine.updateService(id, old, oldSpec)).isInstanceOf(Outcome.Conflict.class);
    assertThat(service(id).mode()).isEqualTo(new ServiceView.Mode.Replicated(2));
  }

  @Test
  void whatIsGoneAndWhatIsWrongHaveTheirKinds() {
    assertThat(engine.setReplicas("nosuchservice", 1, 1).code()).isEqualTo("not_found");
    String id = Real.sleeper(api, "wrong", 1);
    RawJson broken = spec(id).with("/TaskTemplate/ContainerSpec/Image", "\"\"");
    assertThat(engine.updateService(id, service(id).version(), broken).code())
        .isEqualTo("rejected");
    assertThat(engine.inspect("/services/nosuchservice")).isEmpty();
  }

  @Test
  void configLabelsAreSwappedByOneAndOnlyOne() throws Exception {
    assertThat(engine.createConfig("lease", Map.of("n", "0"))).isInstanceOf(Outcome.Applied.class);
    assertThat(engine.createConfig("lease", Map.of())).isInstanceOf(Outcome.Conflict.class);
    Engine.ConfigObject observed = engine.config("lease").orElseThrow();

    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Outcome>> futures = new ArrayList<>();
      for (int i = 1; i <= 16; i++) {
        Map<String, String> labels = Map.of("n", Integer.toString(i), "quote", "\"<&>\u00fc");
        futures.add(threads.submit(() -> engine.updateConfigLabels(observed, labels)));
      }
      for (Future<Outcome> future : futures) {
        outcomes.add(future.get());
      }
    }

    assertThat(outcomes).filteredOn(Outcome.Applied.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Outcome.Conflict.class::isInstance).hasSize(15);
    Engine.ConfigObject now = engine.config("lease").orElseThrow();
    assertThat(now.version()).isGreaterThan(observed.version());
    assertThat(now.labels()).containsEntry("quote", "\"<&>\u00fc");
    assertThat(engine.configsLabelled("quote")).containsExactly(now);
    assertThat(engine.removeConfig(now.id())).isInstanceOf(Outcome.Applied.class);
    assertThat(engine.removeConfig(now.id())).isInstanceOf(Outcome.Applied.class);
    assertThat(engine.updateConfigLabels(now, Map.of()).code()).isEqualTo("not_found");
  }

  @Test
  void eventsTellOfChangesAndARestartOfTheEngineMeansResync() {
    // its own Swarm, as its engine is killed
    try (RealSwarm own = RealSwarm.oneNode();
        DockerEngine watched = Real.engine(own.node(1));
        EngineApi calls = Real.api(own.node(1))) {
      Heard heard = new Heard();
      try (Engine.EventFeed feed = watched.watch(heard)) {
        assertThat(feed).isNotNull();
        Eventually.holds("the feed is connected", () -> heard.resyncs.get() == 1);
        watched.createConfig("told", Map.of());
        String id = Real.sleeper(calls, "told", 1);
        Eventually.holds("the config is told of", () -> heard.of("config", "create") == 1);
        Eventually.holds("the service is told of", () -> heard.of("service", "create") == 1);
        Eventually.holds("the container is told of", () -> heard.of("container", "start") == 1);

        own.kill(1);
        assertThatThrownBy(watched::snapshot)
            .isInstanceOfSatisfying(
                EngineException.class,
                e -> assertThat(e.kind()).isEqualTo(Outcome.Kind.UNAVAILABLE));
        assertThat(watched.setReplicas(id, 1, 2).code()).isEqualTo("unavailable");

        own.revive(1);
        Eventually.holds("the feed is connected again", () -> heard.resyncs.get() >= 2);
        Eventually.holds("services can be read", () -> !watched.snapshot().services().isEmpty());
        assertThat(watched.config("told")).isPresent();
      }
    }
  }

  @Test
  void anEngineThatIsNoManagerIsUnavailable() {
    try (RealSwarm own = RealSwarm.oneNode();
        DockerEngine alone = Real.engine(own.node(1))) {
      own.node(1).docker("swarm", "leave", "--force");
      assertThatThrownBy(alone::snapshot)
          .isInstanceOfSatisfying(
              EngineException.class, e -> assertThat(e.kind()).isEqualTo(Outcome.Kind.UNAVAILABLE));
      assertThat(alone.createConfig("none", Map.of()).code()).isEqualTo("unavailable");
      assertThat(alone.list("/containers/json")).isEmpty();
    }
  }
}
