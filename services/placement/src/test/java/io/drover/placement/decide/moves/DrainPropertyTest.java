package io.drover.placement.decide.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.placement.decide.moves.DrainIntent.Order;
import io.drover.placement.decide.moves.DrainIntent.Stage;
import io.drover.placement.decide.moves.DrainPlan.How;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What must hold of every drain, on a model of Swarm with chance in it: how long tasks take, which
 * of equals are ended, acts that are overtaken, and processes that die between writing an act down
 * and doing it. The seed is in the message of a failure.
 */
class DrainPropertyTest {
  private static final int CASES = 200;
  private static final int LONGEST = 2_000;
  private static final long CORE = 1_000_000_000L;

  /** One drain of a random Swarm's first node. */
  private static final class Drain {
    private final SplittableRandom random;
    private final ModelSwarm swarm;
    private final Map<String, Integer> documented = new HashMap<>();
    private final Map<String, Integer> kept = new HashMap<>();
    private DrainIntent intent;

    Drain(SplittableRandom random) {
      this.random = random;
      this.swarm = new ModelSwarm(random);
      int nodes = random.nextInt(2, 6);
      for (int i = 1; i <= nodes; i++) {
        swarm.addNode("node" + i, 8 * CORE);
      }
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        int replicas = random.nextInt(8) == 0 ? -1 : random.nextInt(1, 7);
        List<String> data = random.nextInt(6) == 0 ? List.of("volume data") : List.of();
        long cpu = random.nextInt(3) * CORE / 2;
        swarm.add(new ModelSwarm.Service("s" + i, replicas, cpu, random.nextBoolean(), data));
        documented.put("s" + i, replicas);
      }
      for (int i = 0; i < 20; i++) {
        swarm.step();
      }
    }

    /** Whether it was taken. */
    private boolean order(boolean allowStop) {
      MoveFacts facts = swarm.facts();
      DrainPlan plan =
          DrainPlanner.plan(facts, facts.node("node1").orElseThrow(), Map.of(), Map.of());
      if (!plan.against(allowStop).isEmpty()) {
        return false;
      }
      for (MovableService service : facts.services()) {
        boolean stops = plan.line(service.id()).filter(line -> line.how() != How.SURGE).isPresent();
        if (!stops) {
          kept.put(service.name(), swarm.running(service.name()));
        }
      }
      intent =
          new DrainIntent(
              "node1",
              "node1",
              "active",
              new Order(allowStop, swarm.now(), "ana", ""),
              Stage.ORDERED,
              Map.of());
      return true;
    }

    /** One round; whether it is over. */
    private boolean round() {
      switch (DrainDecider.next(intent, swarm.facts(), Map.of())) {
        case DrainStep.Act act -> {
          intent = act.ahead();
          if (random.nextInt(5) > 0) {
            swarm.apply(act.plan().steps().getFirst().action());
          }
        }
        case DrainStep.Note note -> intent = note.next();
        case DrainStep.Wait wait -> {}
        case DrainStep.Done done -> {
          return true;
        }
      }
      return false;
    }

    private void pass() {
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        swarm.step();
        kept.forEach(
            (service, least) ->
                assertThat(swarm.running(service))
                    .as("%s at %s, %s", service, swarm.now(), intent)
                    .isGreaterThanOrEqualTo(least));
      }
    }

    private void untilOver() {
      int rounds = 0;
      while (!round()) {
        pass();
        assertThat(++rounds)
            .as(() -> DrainDecider.next(intent, swarm.facts(), Map.of()).toString())
            .isLessThan(LONGEST);
      }
    }

    private void countsAreAsDocumented() {
      documented.forEach(
          (service, replicas) -> assertThat(swarm.service(service).replicas).isEqualTo(replicas));
      assertThat(intent.surges()).isEmpty();
    }
  }

  private static void forAll(Consumer<Drain> property) {
    for (long seed = 0; seed < CASES; seed++) {
      try {
        property.accept(new Drain(new SplittableRandom(seed)));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  void noServiceEverRunsFewerTasksThanItDidAndTheNodeIsEmptyInTheEnd() {
    List<Boolean> taken = new ArrayList<>();
    forAll(
        drain -> {
          taken.add(drain.order(drain.random.nextBoolean()));
          if (taken.getLast()) {
            drain.untilOver();
            assertThat(drain.swarm.node("node1").availability).isEqualTo("drain");
            assertThat(drain.swarm.aliveOn("node1")).isZero();
            drain.countsAreAsDocumented();
          }
        });
    assertThat(taken.stream().filter(Boolean::booleanValue).count()).isGreaterThan(CASES / 3);
    assertThat(taken).contains(false);
  }

  @Test
  void aDrainThatIsTakenBackAtAnyMomentLeavesNodeAndServicesAsTheyWere() {
    forAll(
        drain -> {
          if (!drain.order(true)) {
            return;
          }
          for (int rounds = drain.random.nextInt(1, 30); rounds > 0; rounds--) {
            if (drain.round()) {
              return;
            }
            drain.pass();
          }
          drain.intent = drain.intent.at(Stage.RESTORING);
          drain.untilOver();
          assertThat(drain.swarm.node("node1").availability).isEqualTo("active");
          drain.countsAreAsDocumented();
        });
  }
}
