package io.drover.failover.decide;

import io.drover.failover.decide.World.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One watcher of the model: does each second what the service does in a round. */
final class Watcher {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration GAP = Duration.ofSeconds(3);

  private final World world;
  private final Place place;
  private final Rules rules;
  private final Map<Place, Map<Side, Run>> seen = new HashMap<>();
  private final Map<Side, Instant> reachableSince = new HashMap<>();
  private FenceReport fence = new FenceReport.Nothing();
  private long healthyAt = -1;
  Order order = new Order.None();
  long awayUntil;
  int moves;

  Watcher(World world, Place place, Rules rules) {
    this.world = world;
    this.place = place;
    this.rules = rules;
  }

  static Instant time(long second) {
    return START.plusSeconds(second);
  }

  /** Everything that is only in memory is gone. */
  void crash(long until) {
    seen.clear();
    reachableSince.clear();
    fence = new FenceReport.Nothing();
    awayUntil = until;
  }

  void round() {
    if (world.now < awayUntil) {
      return;
    }
    Instant now = time(world.now);
    probe(now);
    if (!world.linked(place, Place.STORE)) {
      return;
    }
    // Versions first, then the state that orders something to be done to them.
    Map<Side, Long> versions = new HashMap<>();
    world.sites.forEach((side, site) -> versions.put(side, site.version));
    State state = world.stored;
    long version = world.storedVersion;
    // A round may also be suspended here, and go on when much has changed.
    if (world.random.nextInt(50) == 0) {
      world.faults++;
      world.at(
          world.now + world.random.nextInt(1, 60), () -> finish(now, state, version, versions));
    } else {
      finish(now, state, version, versions);
    }
  }

  private void finish(Instant now, State state, long version, Map<Side, Long> versions) {
    Verdict verdict = FailoverDecider.decide(situation(now, state));
    order = new Order.None();
    if (!verdict.next().equals(state)) {
      if (world.store(version, verdict.next()) && verdict.next().phase() == Phase.FENCING) {
        moves++;
      }
      return;
    }
    verdict.acts().forEach(act -> act(act, versions));
  }

  private Situation situation(Instant now, State state) {
    Side target = state.serving().other();
    List<Vantage> places = new ArrayList<>();
    for (Place from : List.of(place, Place.WITNESS_1, Place.WITNESS_2)) {
      Map<Side, Run> runs = seen.getOrDefault(from, Map.of());
      places.add(
          new Vantage(
              from.name(),
              runs.getOrDefault(Side.PRIMARY, Run.NONE),
              runs.getOrDefault(Side.STANDBY, Run.NONE)));
    }
    return new Situation(
        rules,
        now,
        state,
        places,
        reachableSince.containsKey(state.serving()),
        reachableSince.containsKey(target)
            ? new Target.Reachable(reachableSince.get(target))
            : new Target.Unreachable("cut"),
        fence,
        started(state, target),
        order,
        false);
  }

  /** Healthy two seconds after it runs; one time out of five DNS is away. */
  private StartReport started(State state, Side target) {
    if (!reachableSince.containsKey(target) || !world.sites.get(target).serves()) {
      healthyAt = -1;
      return new StartReport.Starting(state.epoch(), state.since(), "tasks");
    }
    if (healthyAt < 0) {
      healthyAt = world.now + 2;
    }
    if (world.now < healthyAt) {
      return new StartReport.Starting(state.epoch(), state.since(), "health");
    }
    return world.random.nextInt(5) == 0
        ? new StartReport.Unpointed(state.epoch(), "no answer")
        : new StartReport.Serving(state.epoch());
  }

  private void act(Act act, Map<Side, Long> versions) {
    switch (act) {
      case Act.Fence(long epoch, Side side) -> world.send(() -> fence(epoch, side));
      case Act.KeepOff(long epoch, Side side) -> world.send(() -> keepOff(epoch, side));
      case Act.Start(long epoch, Side side) -> {
        long version = versions.get(side);
        world.send(() -> world.start(place, side, version));
      }
    }
  }

  private void fence(long epoch, Side side) {
    boolean scaled = world.scaleToZero(place, side);
    boolean off = scaled || world.turnOff(place, side);
    FenceReport report =
        off ? new FenceReport.Confirmed(epoch, "off") : new FenceReport.Failed(epoch, "no answer");
    world.send(() -> fence = report);
  }

  private void keepOff(long epoch, Side side) {
    if (world.scaleToZero(place, side)) {
      world.send(() -> fence = new FenceReport.Confirmed(epoch, "scaled to 0"));
    }
  }

  private void probe(Instant now) {
    for (Side side : Side.values()) {
      look(place, side, now);
      boolean answers =
          world.linked(place, World.place(side))
              && world.sites.get(side).alive
              && world.sites.get(side).powered;
      if (answers) {
        reachableSince.putIfAbsent(side, now);
      } else {
        reachableSince.remove(side);
      }
      for (Place witness : List.of(Place.WITNESS_1, Place.WITNESS_2)) {
        if (world.linked(place, witness) && world.random.nextInt(50) != 0) {
          look(witness, side, now);
        }
      }
    }
  }

  private void look(Place from, Side side, Instant now) {
    boolean up = world.linked(from, World.place(side)) && world.sites.get(side).serves();
    int chance = world.random.nextInt(100);
    Sight sight = chance == 0 ? Sight.UNKNOWN : chance == 1 || !up ? Sight.DOWN : Sight.UP;
    seen.computeIfAbsent(from, none -> new HashMap<>())
        .merge(
            side, Run.NONE.then(sight, now, GAP), (before, first) -> before.then(sight, now, GAP));
  }
}
