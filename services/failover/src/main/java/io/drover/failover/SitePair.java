package io.drover.failover;

import io.drover.core.model.Reading;
import io.drover.failover.act.SiteActs;
import io.drover.failover.act.SiteRecords;
import io.drover.failover.decide.Phase;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.State;
import io.drover.failover.decide.Target;
import io.drover.failover.dns.ServerResult;
import io.drover.failover.observe.SiteEngine;
import io.drover.failover.observe.SiteWatch;
import io.drover.failover.site.Description;
import io.drover.failover.stacks.SiteStacks;
import io.drover.failover.stacks.Stacks;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Two described sites, with what watches them and what acts on them, for as long as this instance
 * leads.
 */
final class SitePair implements AutoCloseable {
  /** A look is skipped where a hastened round comes this much before its time. */
  private static final int PARTS_OF_PERIOD = 10;

  private static final Duration READ_WITHIN = Duration.ofSeconds(5);
  private static final Duration CHECK_RECORDS = Duration.ofSeconds(15);

  private final Description description;
  private final SiteWatch watch;
  private final Map<Side, SiteEngine> engines;
  private final Map<Side, Stacks> stacks;
  private final SiteRecords records;
  private final SiteActs acts;
  private Optional<SiteWatch.Look> last = Optional.empty();
  private Instant lastLook = Instant.MIN;
  private volatile Optional<State> expected = Optional.empty();
  private volatile Map<String, List<ServerResult>> servers = Map.of();
  private volatile SiteStacks labelled = new SiteStacks(List.of(), List.of());
  private volatile List<String> problems = List.of();
  private Instant checked = Instant.MIN;
  private CompletableFuture<Void> checking = CompletableFuture.completedFuture(null);
  private CompletableFuture<Reading<SiteStacks>> resting =
      CompletableFuture.completedFuture(Reading.unknown("it was not read yet"));

  SitePair(
      Description description,
      SiteWatch watch,
      Map<Side, SiteEngine> engines,
      Map<Side, Stacks> stacks,
      SiteRecords records,
      SiteActs acts) {
    this.description = description;
    this.watch = watch;
    this.engines = new EnumMap<>(engines);
    this.stacks = new EnumMap<>(stacks);
    this.records = records;
    this.acts = acts;
  }

  Description description() {
    return description;
  }

  String name(Side side) {
    return description.sites().get(side.ordinal()).name();
  }

  SiteActs acts() {
    return acts;
  }

  /** What each server had when it was asked last, by record. */
  Map<String, List<ServerResult>> records() {
    return servers;
  }

  /** Labels at the stand-by that can't be followed, as of the last look at them. */
  List<String> problems() {
    return problems;
  }

  /** What the newest known state orders tells what has to be read in the next round. */
  void expect(State next) {
    expected = Optional.of(next);
  }

  /** A row of probes counts periods, so rounds in between see what the last look saw. */
  SiteWatch.Look look(Supplier<Instant> clock) {
    Duration period = description.rules().period();
    Instant now = clock.get();
    boolean due =
        lastLook.equals(Instant.MIN)
            // A clock that was set back: what was seen before is of a time that is yet to come.
            || now.isBefore(lastLook)
            || !now.isBefore(lastLook.plus(period).minus(period.dividedBy(PARTS_OF_PERIOD)));
    if (last.isPresent() && !due) {
      return last.get();
    }
    if (last.isEmpty()) {
      engines.values().forEach(SiteEngine::look);
      engines.values().forEach(engine -> engine.awaitFirst(READ_WITHIN));
    }
    lastLook = now;
    SiteWatch.Look look = watch.look(clock);
    last = Optional.of(look);
    return look;
  }

  Map<Side, Target> engines() {
    Map<Side, Target> seen = new EnumMap<>(Side.class);
    engines.forEach((side, engine) -> seen.put(side, engine.look()));
    return seen;
  }

  /** The stacks of both sites where something is to be done with them; nothing otherwise. */
  Map<Side, Reading<SiteStacks>> stacks() {
    Phase phase = expected.map(State::phase).orElse(Phase.HEALTHY);
    if (!phase.isMoving() && phase != Phase.ACTIVE) {
      return phase != Phase.MANUAL && expected.map(State::epoch).orElse(0L) > 0
          ? standby()
          : Map.of();
    }
    Map<Side, CompletableFuture<Reading<SiteStacks>>> asked = new EnumMap<>(Side.class);
    boolean startsStandby =
        expected
            .filter(now -> now.phase() == Phase.STARTING && now.serving() == Side.PRIMARY)
            .isPresent();
    for (Side side : Side.values()) {
      if (startsStandby && side == Side.PRIMARY) {
        // It is in trouble, and its engine may be slow: the start does not wait for it.
        asked.put(side, CompletableFuture.completedFuture(Reading.unknown("it was not asked")));
        continue;
      }
      asked.put(
          side,
          switch (engines.get(side).look()) {
            case Target.Unreachable(String why) ->
                CompletableFuture.completedFuture(Reading.unknown(why));
            case Target.Reachable reachable -> started(stacks.get(side));
          });
    }
    Map<Side, Reading<SiteStacks>> read = new EnumMap<>(Side.class);
    asked.forEach((side, future) -> read.put(side, ended(future)));
    return read;
  }

  /** While the primary is watched nothing waits for the stand-by's engine. */
  private Map<Side, Reading<SiteStacks>> standby() {
    if (!resting.isDone()) {
      return Map.of();
    }
    Reading<SiteStacks> read = ended(resting);
    if (engines.get(Side.STANDBY).look() instanceof Target.Reachable) {
      resting = started(stacks.get(Side.STANDBY));
    }
    return Map.of(Side.STANDBY, read);
  }

  private static CompletableFuture<Reading<SiteStacks>> started(Stacks site) {
    CompletableFuture<Reading<SiteStacks>> future = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("site-stacks")
        .start(
            () -> {
              try {
                future.complete(site.read());
              } catch (RuntimeException failed) {
                future.complete(Reading.unknown("it could not be read: " + failed));
              }
            });
    return future;
  }

  private static Reading<SiteStacks> ended(CompletableFuture<Reading<SiteStacks>> future) {
    try {
      return future.get(READ_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      return Reading.unknown("its engine did not answer within " + READ_WITHIN);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Reading.unknown("reading it was interrupted");
    } catch (ExecutionException never) {
      return Reading.unknown("it could not be read: " + never.getCause());
    }
  }

  /**
   * Looks from time to time where the records lead; after a move, a server that was away then is
   * told. Before any move nothing is changed: the state may have been lost while the stand-by
   * served. Servers that hang hold up nobody: it goes on by itself, and is seen by a later round.
   */
  void checkRecords(State state, boolean mayChange, Instant now) {
    boolean rests = state.phase() == Phase.HEALTHY || state.phase() == Phase.ACTIVE;
    if (!rests) {
      checked = Instant.MIN;
      return;
    }
    boolean due = checked.equals(Instant.MIN) || !checked.plus(CHECK_RECORDS).isAfter(now);
    if (!due || !checking.isDone()) {
      return;
    }
    checked = now;
    CompletableFuture<Void> end = new CompletableFuture<>();
    checking = end;
    Thread.ofVirtual()
        .name("site-records")
        .start(
            () -> {
              try {
                check(state, mayChange);
              } finally {
                end.complete(null);
              }
            });
    try {
      end.get(description.rules().period().dividedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException later) {
      // It is looked at in the next rounds.
      return;
    }
  }

  private void check(State state, boolean mayChange) {
    String site = name(state.serving());
    if (engines.get(Side.STANDBY).look() instanceof Target.Reachable
        && ended(started(stacks.get(Side.STANDBY)))
            instanceof Reading.Known<SiteStacks>(SiteStacks seen, var at)) {
      labelled = seen;
      problems = records.all(seen).problems();
    }
    servers = records.verify(site, labelled);
    boolean told =
        servers.values().stream()
            .allMatch(results -> ServerResult.isTold(results, description.dns().allServers()));
    if (!told && mayChange && state.epoch() > 0) {
      records.point(site, labelled, () -> isStill(state));
      servers = records.verify(site, labelled);
    }
  }

  /** Whether nothing has moved since: what is late must not lead records back. */
  private boolean isStill(State state) {
    return expected
        .filter(now -> now.epoch() == state.epoch() && now.phase() == state.phase())
        .isPresent();
  }

  @Override
  public void close() {
    expected = Optional.empty();
    engines.values().forEach(SiteEngine::close);
  }
}
