package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.core.decision.Outcome;
import io.drover.core.model.NodeView;
import io.drover.testkit.Eventually;
import io.drover.testkit.swarm.RealSwarm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the managers' Raft promises when managers die or are cut off: three real nodes. */
class ThreeNodeSwarmTest {
  private static final List<Integer> ALL = List.of(1, 2, 3);
  private static RealSwarm swarm;
  private static List<DockerEngine> engines;

  @BeforeAll
  static void start() {
    swarm = RealSwarm.nodes(3);
    engines = swarm.nodes().stream().map(Real::engine).toList();
  }

  @AfterAll
  static void stop() {
    try (RealSwarm ending = swarm) {
      engines.forEach(DockerEngine::close);
      assertThat(ending).isNotNull();
    }
  }

  @BeforeEach
  void allManagersAgree() {
    ALL.forEach(ThreeNodeSwarmTest::awaitWhole);
  }

  private static DockerEngine engine(int number) {
    return engines.get(number - 1);
  }

  /** Until this node sees three ready managers and can write. */
  private static void awaitWhole(int seenFrom) {
    Eventually.holds(
        "node " + seenFrom + " sees three ready managers and a leader",
        () -> {
          List<NodeView> nodes = engine(seenFrom).snapshot().nodes();
          return nodes.size() == 3
              && nodes.stream().allMatch(NodeView::isReady)
              && nodes.stream().anyMatch(NodeView::leader);
        });
  }

  /** Who leads, as this node sees it. */
  private static Optional<Integer> leader(int seenFrom) {
    return engine(seenFrom).snapshot().nodes().stream()
        .filter(NodeView::leader)
        .map(node -> Integer.parseInt(node.hostname().substring("node".length())))
        .findFirst();
  }

  private static List<Integer> allBut(int number) {
    return ALL.stream().filter(other -> other != number).toList();
  }

  private static Engine.ConfigObject config(int seenFrom, String name) {
    return Eventually.gives(
        "config " + name + " on node " + seenFrom, () -> engine(seenFrom).config(name));
  }

  @Test
  void managersThatSwapAtTheSameTimeAgreeOnOne() throws Exception {
    assertThat(engine(1).createConfig("race", Map.of("by", "nobody")))
        .isInstanceOf(Outcome.Applied.class);
    List<Engine.ConfigObject> observed =
        ALL.stream().map(number -> config(number, "race")).toList();
    assertThat(observed).containsOnly(observed.getFirst());

    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Outcome>> futures =
          IntStream.range(0, 30)
              .mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              engines
                                  .get(i % 3)
                                  .updateConfigLabels(observed.get(i % 3), Map.of("by", "" + i))))
              .toList();
      for (Future<Outcome> future : futures) {
        outcomes.add(future.get());
      }
    }

    assertThat(outcomes).filteredOn(Outcome.Applied.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Outcome.Conflict.class::isInstance).hasSize(29);
    String winner =
        Integer.toString(
            IntStream.range(0, 30)
                .filter(i -> outcomes.get(i) instanceof Outcome.Applied)
                .findFirst()
                .orElseThrow());
    for (int number : ALL) {
      assertThat(config(number, "race").labels()).containsEntry("by", winner);
    }
  }

  @Test
  void whenTheLeaderDiesTheOthersGoOnWithWhatItKnew() {
    int lost = leader(1).orElseThrow();
    int other = allBut(lost).getFirst();
    assertThat(engine(lost).createConfig("inherited", Map.of("from", "leader")))
        .isInstanceOf(Outcome.Applied.class);

    swarm.kill(lost);

    assertThatThrownBy(() -> engine(lost).snapshot())
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Outcome.Kind.UNAVAILABLE));
    assertThat(Eventually.gives("a new leader", () -> leader(other).filter(l -> l != lost)))
        .isIn(allBut(lost));
    for (int number : allBut(lost)) {
      Engine.ConfigObject inherited = config(number, "inherited");
      assertThat(inherited.labels()).containsEntry("from", "leader");
      Eventually.holds(
          "node " + number + " can write",
          () ->
              engine(number)
                      .updateConfigLabels(config(number, "inherited"), Map.of("from", "leader"))
                  instanceof Outcome.Applied);
    }

    swarm.revive(lost);
    awaitWhole(lost);
    assertThat(config(lost, "inherited")).isEqualTo(config(other, "inherited"));
  }

  @Test
  void aLeaderThatIsCutOffCanNotWriteWhileTheOthersGoOn() {
    int lost = leader(1).orElseThrow();
    int other = allBut(lost).getFirst();
    assertThat(engine(lost).createConfig("divided", Map.of("step", "0")))
        .isInstanceOf(Outcome.Applied.class);
    Engine.ConfigObject before = config(lost, "divided");

    swarm.cut(lost);

    Outcome alone = engine(lost).updateConfigLabels(before, Map.of("step", "minority"));
    assertThat(alone.code()).isEqualTo("unavailable");
    Eventually.gives("a new leader", () -> leader(other).filter(l -> l != lost));
    Eventually.holds(
        "the majority writes",
        () ->
            engine(other).updateConfigLabels(config(other, "divided"), Map.of("step", "majority"))
                instanceof Outcome.Applied);
    assertThat(engine(lost).createConfig("never", Map.of()).code()).isEqualTo("unavailable");

    swarm.heal(lost);
    awaitWhole(lost);
    Eventually.holds(
        "the cut node has what the others wrote",
        () -> config(lost, "divided").labels().get("step").equals("majority"));
    assertThat(engine(lost).config("never")).isEmpty();
    assertThat(engine(lost).updateConfigLabels(before, Map.of("step", "late")))
        .isInstanceOf(Outcome.Conflict.class);
  }
}
