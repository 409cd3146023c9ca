package io.drover.runtime.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.lease.LeaseWorld.Contender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Never do two act at the same instant; the seed is in the message of a failure. */
class LeaseSafetyTest {
  private static final int RUNS = 1_000;
  private static final int STEPS = 1_500;

  /** Faster and slower than right by no more than this. */
  private static final double DRIFT = 0.02;

  private final List<Contender> contenders = new ArrayList<>();
  private int joined;
  private int handovers;

  private static double rate(SplittableRandom random) {
    return 1 + (random.nextDouble() * 2 - 1) * DRIFT;
  }

  private static Duration upTo(SplittableRandom random, int millis) {
    return Duration.ofMillis(random.nextInt(millis + 1));
  }

  private Contender join(LeaseWorld world, LeaseSettings settings, SplittableRandom random) {
    Contender contender = world.join("c" + ++joined, settings, rate(random));
    contenders.add(contender);
    return contender;
  }

  /** Some run: what goes wrong in it, and how fast, is chance too. */
  private void run(long seed, Hazards hazards, List<LeaseSettings> settings) {
    SplittableRandom random = new SplittableRandom(seed);
    LeaseWorld world = new LeaseWorld(random.split());
    world.network(upTo(random, 4_000), Duration.ofMillis(500 + random.nextInt(4_000)));
    contenders.clear();
    for (int i = 2 + random.nextInt(2); i > 0; i--) {
      join(world, settings.get(i % settings.size()), random);
    }
    String last = "";
    for (int step = 0; step < STEPS; step++) {
      world.pass(upTo(random, 300));
      List<Contender> acting = world.acting();
      assertThat(acting).as("seed %d, step %d", seed, step).hasSizeLessThan(2);
      String name = acting.isEmpty() ? last : acting.getFirst().name();
      handovers += name.equals(last) ? 0 : 1;
      last = name;
      if (random.nextInt(25) == 0) {
        mischief(world, random, hazards, settings);
      }
    }
  }

  /** What may happen besides cuts and deaths. */
  private record Hazards(boolean byHand, boolean asleep, boolean wallJumps) {}

  private void mischief(
      LeaseWorld world, SplittableRandom random, Hazards hazards, List<LeaseSettings> settings) {
    Contender one = contenders.get(random.nextInt(contenders.size()));
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> one.cut(true);
      case 3, 4, 5, 6 -> contenders.forEach(contender -> contender.cut(false));
      case 7 -> {
        one.die();
        join(world, settings.get(random.nextInt(settings.size())), random);
      }
      case 8 -> {
        one.leave();
        join(world, settings.get(random.nextInt(settings.size())), random);
      }
      case 9 -> world.network(upTo(random, 4_000), Duration.ofMillis(500 + random.nextInt(4_000)));
      case 10 -> byHand(world, random, hazards);
      default -> clocks(one, random, hazards);
    }
    contenders.removeIf(Contender::isDead);
  }

  private static void byHand(LeaseWorld world, SplittableRandom random, Hazards hazards) {
    if (!hazards.byHand()) {
      return;
    }
    if (random.nextBoolean()) {
      // worst for a holder that can't see it, and a successor that isn't told what it wrote
      if (random.nextBoolean()) {
        world.acting().forEach(holder -> holder.cut(true));
        world.network(Duration.ofSeconds(1), Duration.ofMillis(800));
      }
      world.removeObject();
    } else {
      world.damageObject(LeaseSettings.DEFAULT.ttl());
    }
  }

  private static void clocks(Contender one, SplittableRandom random, Hazards hazards) {
    if (hazards.asleep()) {
      one.losesTime(upTo(random, 20_000));
    }
    if (hazards.wallJumps()) {
      one.wallJumps(Duration.ofSeconds(random.nextInt(-7_200, 7_200)));
    }
  }

  private void runs(Hazards hazards, List<LeaseSettings> settings) {
    for (long seed = 0; seed < RUNS; seed++) {
      run(seed, hazards, settings);
    }
    assertThat(handovers).as("the lease went from hand to hand").isGreaterThan(RUNS);
  }

  private static LeaseSettings seconds(int ttl, int renewEvery, int actFor) {
    return new LeaseSettings(
        Duration.ofSeconds(ttl), Duration.ofSeconds(renewEvery), Duration.ofSeconds(actFor));
  }

  @Test
  void neverTwoThroughCutsDelaysDeathsAndSuspensions() {
    runs(new Hazards(false, true, false), List.of(LeaseSettings.DEFAULT));
  }

  @Test
  void neverTwoWhenClocksAreSetAndSomebodyRemovesOrDamagesTheObject() {
    runs(new Hazards(true, false, true), List.of(LeaseSettings.DEFAULT));
  }

  @Test
  void neverTwoWhenTheHolderActsForAlmostTheWholeTtl() {
    List<LeaseSettings> tight =
        List.of(
            new LeaseSettings(
                Duration.ofSeconds(15), Duration.ofSeconds(3), Duration.ofMillis(14_999)));
    runs(new Hazards(false, false, true), tight);
  }

  @Test
  void neverTwoWhenReplicasAreSetUpDifferently() {
    runs(
        new Hazards(false, true, false),
        List.of(LeaseSettings.DEFAULT, seconds(40, 3, 35), seconds(6, 1, 4)));
  }
}
