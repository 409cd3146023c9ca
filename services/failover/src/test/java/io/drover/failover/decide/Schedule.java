package io.drover.failover.decide;

import io.drover.failover.decide.World.Place;
import java.time.Duration;
import java.util.List;

/** One random schedule of faults and orders, run to its end. */
final class Schedule {
  private static final int SECONDS = 180;

  private final World world;
  private final List<Watcher> watchers;

  /**
   * What came of it.
   *
   * @param faults how many there were
   * @param moves how many moves began
   * @param arrived whether the stand-by ever served by a move
   * @param violations moments at which both sites served
   * @param log the phases
   */
  record Result(
      long faults, int moves, boolean arrived, List<String> violations, List<String> log) {}

  private Schedule(long seed, Fencing fencing) {
    Rules rules =
        new Rules(
            Duration.ofSeconds(1),
            3,
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            3,
            Duration.ofSeconds(60),
            3,
            Duration.ofSeconds(120),
            Duration.ofSeconds(25),
            Duration.ofSeconds(5),
            fencing.without());
    world = new World(seed, fencing);
    watchers =
        List.of(
            new Watcher(world, Place.WATCHER_1, rules), new Watcher(world, Place.WATCHER_2, rules));
  }

  static Result run(long seed, Fencing fencing) {
    return new Schedule(seed, fencing).run();
  }

  private Result run() {
    int mean = world.random.nextInt(5, 25);
    for (world.now = 1; world.now <= SECONDS; world.now++) {
      if (world.random.nextInt(mean) == 0) {
        fault();
      }
      if (world.random.nextInt(40) == 0) {
        order();
      }
      world.deliver();
      // Which of them is first is chance.
      int first = world.random.nextInt(2);
      watchers.get(first).round();
      watchers.get(1 - first).round();
      world.deliver();
      world.look();
    }
    return new Result(
        world.faults,
        watchers.stream().mapToInt(watcher -> watcher.moves).sum(),
        world.log.stream().anyMatch(line -> line.contains(" ACTIVE ")),
        world.violations,
        world.log);
  }

  private void fault() {
    world.faults++;
    Place[] places = Place.values();
    long until = world.now + world.random.nextInt(1, 60);
    Place one = places[world.random.nextInt(places.length)];
    Place other = places[world.random.nextInt(places.length)];
    switch (world.random.nextInt(6)) {
      case 0 -> world.cut(one, other, until);
      case 1 -> world.isolate(one, until);
      case 2 -> crash(Side.values()[world.random.nextInt(2)], until);
      case 3 -> watchers.get(world.random.nextInt(2)).crash(until);
      case 4 -> world.isolate(Place.PRIMARY, until);
      default -> flap(one, other);
    }
  }

  private void crash(Side side, long until) {
    World.Site site = world.sites.get(side);
    site.alive = false;
    world.at(until, () -> site.alive = true);
  }

  private void flap(Place one, Place other) {
    for (int i = 0; i < 10; i++) {
      world.at(
          world.now + i * 4L, () -> world.cut(one, other, world.now + world.random.nextInt(1, 4)));
    }
  }

  /** Any site, at any time: the operator may be wrong about everything but what is turned off. */
  private void order() {
    Side to = Side.values()[world.random.nextInt(2)];
    Phase phase = world.stored.phase();
    boolean stands = phase == Phase.ACTIVE || phase == Phase.MANUAL;
    if (stands && world.stored.serving() != to) {
      world.release(to);
    }
    watchers.get(world.random.nextInt(2)).order = new Order.Serve(to, false);
  }
}
