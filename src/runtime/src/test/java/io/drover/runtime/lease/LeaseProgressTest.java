package io.drover.runtime.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.lease.LeaseWorld.Contender;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** While most is well, somebody acts, and a successor comes in time. */
class LeaseProgressTest {
  private static final LeaseSettings SETTINGS = LeaseSettings.DEFAULT;
  private static final Duration STEP = Duration.ofMillis(50);

  /** Waiting in full by a slow clock, one look more, and two exchanges on a network of 50 ms. */
  private static final Duration TAKEOVER =
      Duration.ofNanos((long) (SETTINGS.patience(SETTINGS.ttl()).toNanos() / 0.98))
          .plus(SETTINGS.renewEvery().multipliedBy(2))
          .plusMillis(500);

  /** Until somebody acts; whoever had to create the object waits as long as for a takeover. */
  private static Contender someoneActs(LeaseWorld world, Duration limit, long seed) {
    for (Duration passed = Duration.ZERO;
        passed.compareTo(limit) <= 0;
        passed = passed.plus(STEP)) {
      List<Contender> acting = world.acting();
      if (!acting.isEmpty()) {
        return acting.getFirst();
      }
      world.pass(STEP);
    }
    throw new AssertionError("seed " + seed + ": nobody acts after " + limit);
  }

  private static LeaseWorld worldOf(int contenders, SplittableRandom random) {
    LeaseWorld world = new LeaseWorld(random.split());
    for (int i = 1; i <= contenders; i++) {
      world.join("c" + i, SETTINGS, 0.98 + random.nextDouble() * 0.04);
    }
    return world;
  }

  @Test
  void aHolderThatIsWellGoesOnWithoutAGap() {
    for (long seed = 0; seed < 100; seed++) {
      LeaseWorld world = worldOf(3, new SplittableRandom(seed));
      Contender first = someoneActs(world, TAKEOVER.plus(SETTINGS.renewEvery()), seed);
      for (int i = 0; i < 6_000; i++) {
        world.pass(STEP);
        assertThat(world.acting()).as("seed %d", seed).containsExactly(first);
      }
    }
  }

  @Test
  void aHolderThatDiesIsSucceededAfterTheTtlAndAMargin() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LeaseWorld world = worldOf(2 + random.nextInt(2), random);
      Contender first = someoneActs(world, TAKEOVER.plus(SETTINGS.renewEvery()), seed);
      world.pass(Duration.ofMillis(random.nextInt(20_000)));
      first.die();
      assertThat(someoneActs(world, TAKEOVER, seed)).isNotSameAs(first);
    }
  }

  @Test
  void aHolderThatIsCutOffStopsAndComesBackAsContender() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LeaseWorld world = worldOf(2, random);
      Contender first = someoneActs(world, TAKEOVER.plus(SETTINGS.renewEvery()), seed);
      first.cut(true);
      world.pass(Duration.ofNanos((long) (SETTINGS.actFor().toNanos() / 0.98)));
      assertThat(world.acting()).as("seed %d", seed).isEmpty();
      Contender second = someoneActs(world, TAKEOVER, seed);
      first.cut(false);
      world.pass(Duration.ofMinutes(2));
      assertThat(world.acting()).as("seed %d", seed).containsExactly(second);
    }
  }

  @Test
  void aHolderThatLeavesInOrderIsSucceededAtOnce() {
    Duration soon = SETTINGS.renewEvery().multipliedBy(2).plusMillis(500);
    int atOnce = 0;
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LeaseWorld world = worldOf(2, random);
      Contender first = someoneActs(world, TAKEOVER.plus(SETTINGS.renewEvery()), seed);
      world.pass(Duration.ofMillis(random.nextInt(20_000)));
      first.leave();
      world.pass(soon);
      atOnce += world.acting().size();
      assertThat(someoneActs(world, TAKEOVER, seed)).isNotSameAs(first);
    }
    // a renewal that is on its way makes a release fail, and then the TTL counts
    assertThat(atOnce).isGreaterThan(250);
  }

  @Test
  void anObjectThatIsRemovedIsMadeAnew() {
    for (long seed = 0; seed < 300; seed++) {
      LeaseWorld world = worldOf(2, new SplittableRandom(seed));
      someoneActs(world, TAKEOVER.plus(SETTINGS.renewEvery()), seed);
      world.removeObject();
      world.pass(SETTINGS.renewEvery().plusSeconds(1));
      assertThat(world.acting()).as("seed %d: whoever created it waits", seed).isEmpty();
      assertThat(someoneActs(world, TAKEOVER, seed)).isNotNull();
    }
  }
}
