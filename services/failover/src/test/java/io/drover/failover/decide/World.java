package io.drover.failover.decide;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Two sites, two watchers that both believe to lead, two witnesses, a fence's device and the store
 * of the state, with links that get cut, sites and watchers that crash, and messages that get lost
 * or come late. One tick is a second.
 */
final class World {
  /** What links connect. */
  enum Place {
    WATCHER_1,
    WATCHER_2,
    WITNESS_1,
    WITNESS_2,
    PRIMARY,
    STANDBY,
    DEVICE,
    STORE
  }

  /** A site as it is, whoever can see it. */
  static final class Site {
    boolean alive = true;
    boolean powered = true;
    boolean wanted;
    long version;

    boolean serves() {
      return alive && powered && wanted;
    }
  }

  private record Late(long at, long number, Runnable what) implements Comparable<Late> {
    @Override
    public int compareTo(Late other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
    }
  }

  final SplittableRandom random;
  final Fencing fencing;
  final Map<Side, Site> sites = new EnumMap<>(Side.class);
  final List<String> violations = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  private final long[][] cutUntil = new long[Place.values().length][Place.values().length];
  private final PriorityQueue<Late> late = new PriorityQueue<>();
  private long number;
  long now;
  State stored;
  long storedVersion;
  long faults;

  World(long seed, Fencing fencing) {
    this.random = new SplittableRandom(seed);
    this.fencing = fencing;
    sites.put(Side.PRIMARY, new Site());
    sites.put(Side.STANDBY, new Site());
    sites.get(Side.PRIMARY).wanted = true;
    stored = State.begin(Watcher.time(0));
  }

  static Place place(Side side) {
    return side == Side.PRIMARY ? Place.PRIMARY : Place.STANDBY;
  }

  boolean linked(Place a, Place b) {
    return cutUntil[a.ordinal()][b.ordinal()] <= now && cutUntil[b.ordinal()][a.ordinal()] <= now;
  }

  void cut(Place a, Place b, long until) {
    cutUntil[a.ordinal()][b.ordinal()] = Math.max(cutUntil[a.ordinal()][b.ordinal()], until);
  }

  void isolate(Place one, long until) {
    for (Place other : Place.values()) {
      cut(one, other, until);
    }
  }

  /** Most messages take no time, some take long, a few never arrive. */
  void send(Runnable what) {
    int chance = random.nextInt(100);
    if (chance < 3) {
      faults++;
      return;
    }
    long delay = chance < 15 ? random.nextInt(2, 50) : random.nextInt(2);
    at(now + delay, what);
  }

  void at(long when, Runnable what) {
    late.add(new Late(when, number++, what));
  }

  boolean store(long readVersion, State next) {
    if (readVersion != storedVersion) {
      return false;
    }
    if (next.phase() != stored.phase()) {
      log.add("%d %s %s".formatted(now, next.phase(), next.why()));
    }
    stored = next;
    storedVersion++;
    return true;
  }

  /** What is due happens, one after the other; two sites that serve are seen in between too. */
  void deliver() {
    while (!late.isEmpty() && late.peek().at() <= now) {
      late.poll().what().run();
      look();
    }
  }

  void look() {
    if (sites.values().stream().allMatch(Site::serves)) {
      violations.add("second %d: both sites serve; %s".formatted(now, stored));
    }
  }

  /** Scales to 0 where the engine answers. */
  boolean scaleToZero(Place from, Side side) {
    Site site = sites.get(side);
    if (!linked(from, place(side)) || !site.alive || !site.powered) {
      return false;
    }
    if (site.wanted || fencing.writesAlways()) {
      site.wanted = false;
      site.version++;
    }
    return true;
  }

  /** Starts it where the engine answers, if its version is still the one that was read. */
  void start(Place from, Side side, long version) {
    Site site = sites.get(side);
    boolean current = site.version == version || !fencing.conditional();
    if (linked(from, place(side)) && site.alive && site.powered && current) {
      site.wanted = true;
      site.version++;
    }
  }

  /** Turns it off from outside. */
  boolean turnOff(Place from, Side side) {
    if (!fencing.external() || !linked(from, Place.DEVICE)) {
      return false;
    }
    if (!fencing.lies()) {
      sites.get(side).powered = false;
      if (fencing.powerReturns()) {
        at(now + random.nextInt(5, 60), () -> sites.get(side).powered = true);
      }
    }
    return true;
  }

  /** What an operator does before a site that was turned off may serve again. */
  void release(Side side) {
    Site site = sites.get(side);
    if (!site.powered) {
      site.powered = true;
      site.wanted = false;
      site.version++;
    }
  }
}
