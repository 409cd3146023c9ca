package io.drover.placement.decide.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Plan;
import io.drover.placement.decide.moves.Balance.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What must hold of evening out, on a model of Swarm; the seed is in the message of a failure. */
class RebalancePropertyTest {
  private static final int CASES = 150;
  private static final int LONGEST = 5_000;
  private static final long CORE = 1_000_000_000L;

  /** The evening out of one random Swarm. */
  private static final class Even {
    private final SplittableRandom random;
    private final ModelSwarm swarm;
    private final Map<String, Integer> documented = new HashMap<>();
    private final Map<String, MoveRecord> records = new HashMap<>();
    private final Map<String, Integer> moves = new HashMap<>();
    private final Map<String, Integer> useless = new HashMap<>();

    Even(SplittableRandom random, int fewest) {
      this.random = random;
      this.swarm = new ModelSwarm(random);
      int nodes = random.nextInt(2, 6);
      for (int i = 1; i <= nodes; i++) {
        swarm.addNode("node" + i, 100 * CORE);
      }
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        String name = "s" + i;
        int replicas = random.nextInt(fewest, 9);
        swarm.add(new ModelSwarm.Service(name, replicas, CORE, random.nextBoolean(), List.of()));
        documented.put(name, replicas);
        // As after nodes came back: only some of the nodes have tasks.
        int used = random.nextInt(1, nodes + 1);
        for (int slot = 1; slot <= replicas; slot++) {
          swarm.put(name, slot, "node" + random.nextInt(1, used + 1));
        }
      }
    }

    /** One round; whether there is nothing more to do. */
    private boolean round() {
      switch (new RebalanceDecider(swarm.facts(), records, Map.of()).next()) {
        case RebalanceStep.Begin begin -> {
          records.put(begin.service().id(), begin.ahead());
          moves.merge(begin.service().name(), 1, Integer::sum);
          maybe(begin.plan());
        }
        case RebalanceStep.Act act -> maybe(act.plan());
        case RebalanceStep.Note note -> {
          records.put(note.next().serviceId(), note.next());
          if (!note.next().isOpen() && !note.next().lesson().helped()) {
            useless.merge(note.serviceName(), 1, Integer::sum);
          }
        }
        case RebalanceStep.Wait wait -> {}
        case RebalanceStep.Nothing nothing -> {
          return true;
        }
      }
      return false;
    }

    /** The process may die between writing an act down and doing it. */
    private void maybe(Plan plan) {
      if (random.nextInt(5) > 0) {
        swarm.apply(plan.steps().getFirst().action());
      }
    }

    private void untilNothingIsLeft() {
      int rounds = 0;
      while (!round()) {
        for (int i = random.nextInt(1, 4); i > 0; i--) {
          swarm.step();
          documented.forEach(
              (service, least) ->
                  assertThat(swarm.running(service))
                      .as("%s at %s: %s", service, swarm.now(), records)
                      .isGreaterThanOrEqualTo(least));
        }
        assertThat(++rounds).as(() -> records.toString()).isLessThan(LONGEST);
      }
      documented.forEach(
          (service, replicas) -> assertThat(swarm.service(service).replicas).isEqualTo(replicas));
    }

    /** No fewer moves can do: what nodes have above, or lack below, the even share. */
    private int fewestMoves(String service) {
      Map<String, Integer> counts = swarm.counts(service);
      int nodes = counts.size();
      int floor = documented.get(service) / nodes;
      int ceiling = (documented.get(service) + nodes - 1) / nodes;
      int lacking = counts.values().stream().mapToInt(count -> Math.max(0, floor - count)).sum();
      int above = counts.values().stream().mapToInt(count -> Math.max(0, count - ceiling)).sum();
      return Math.max(lacking, above);
    }
  }

  private static void forAll(int fewest, Consumer<Even> property) {
    for (long seed = 0; seed < CASES; seed++) {
      try {
        property.accept(new Even(new SplittableRandom(seed), fewest));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  void servicesOfSeveralTasksComeToLieEvenlyByTheFewestMovesThatCanDo() {
    forAll(
        2,
        even -> {
          Map<String, Integer> fewest = new HashMap<>();
          MoveFacts before = even.swarm.facts();
          for (MovableService service : before.services()) {
            fewest.put(service.name(), even.fewestMoves(service.name()));
            int told =
                Balance.of(service, before) instanceof Finding.Better better ? better.moves() : 0;
            assertThat(told).as("told of %s", service.name()).isEqualTo(fewest.get(service.name()));
          }
          even.untilNothingIsLeft();
          for (String service : even.documented.keySet()) {
            assertThat(even.fewestMoves(service)).as("left of %s", service).isZero();
            assertThat(even.moves.getOrDefault(service, 0)).isEqualTo(fewest.get(service));
          }
          assertThat(even.useless).isEmpty();
        });
  }

  @Test
  void withSingleTasksTooItComesToAnEndAndNothingFallsBelowItsCount() {
    forAll(
        1,
        even -> {
          even.untilNothingIsLeft();
          for (MovableService service : even.swarm.facts().services()) {
            assertThat(Balance.of(service, even.swarm.facts()))
                .as(service.name())
                .isInstanceOf(Finding.Leave.class);
          }
        });
  }

  @Test
  void aMoveThatDoesNotHelpIsNotRepeated() {
    forAll(
        2,
        even -> {
          even.swarm.schedulePerversely();
          even.untilNothingIsLeft();
          even.useless.values().forEach(times -> assertThat(times).isEqualTo(1));
        });
  }
}
