package io.drover.failover;

import io.drover.engine.DockerEngine;
import io.drover.failover.act.RecordActuator;
import io.drover.failover.act.SiteActs;
import io.drover.failover.act.SiteRecords;
import io.drover.failover.decide.Side;
import io.drover.failover.observe.SiteEngine;
import io.drover.failover.observe.SiteWatch;
import io.drover.failover.record.Orders;
import io.drover.failover.record.SiteBoard;
import io.drover.failover.record.StateStore;
import io.drover.failover.site.Description;
import io.drover.failover.stacks.Stacks;
import io.drover.failover.stacks.act.EngineStacks;
import io.drover.runtime.agents.AgentsConfig;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.loop.LoopSettings;
import io.drover.runtime.loop.RetryDelay;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Puts the loop over two sites together and starts it. */
@ApplicationScoped
public class Sites implements FailoverLoop {
  /** While a move is under way rounds follow each other this closely. */
  private static final Duration STEP_GAP = Duration.ofMillis(200);

  private static final Duration ROUND_DEADLINE = Duration.ofSeconds(60);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofSeconds(5));

  private final LoopParts parts;
  private final SiteBoard board;
  private final Orders orders;

  /** A loop of these parts. */
  public Sites(LoopParts parts, SiteBoard board, Orders orders) {
    this.parts = parts;
    this.board = board;
    this.orders = orders;
  }

  /** The board that the loop writes and the API reads. */
  @Produces
  @Singleton
  static SiteBoard board() {
    return new SiteBoard();
  }

  /** What operators want. */
  @Produces
  @Singleton
  static Orders orders() {
    return new Orders();
  }

  @Override
  public void start(Lease lease) {
    Duration period = parts.period();
    Supplier<Instant> clock = parts::now;
    SiteSteps steps =
        new SiteSteps(
            new SiteSteps.Parts(
                parts.file(),
                described -> pair(described, lease, clock),
                new StateStore(parts.engine()),
                orders,
                lease::view,
                parts.pause()::read,
                clock,
                parts.suite(),
                parts.ids(),
                parts.recorder(),
                board,
                parts.dependencies()));
    Duration gap = period.compareTo(STEP_GAP) < 0 ? period : STEP_GAP;
    var loop =
        parts
            .kit()
            .startLoop(
                SiteSteps.LOOP,
                new LoopSettings(period, gap, ROUND_DEADLINE, 1, RETRY),
                steps,
                change -> false);
    steps.hastenedBy(loop::hasten);
  }

  private SitePair pair(Description described, Lease lease, Supplier<Instant> clock) {
    Duration stale = described.rules().period().multipliedBy(described.rules().failures());
    Map<Side, SiteEngine> engines = new EnumMap<>(Side.class);
    Map<Side, Stacks> stacks = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      SiteEngine site =
          new SiteEngine(
              DockerEngine.connect(
                  described.sites().get(side.ordinal()).engine(), SiteEngine.TIMEOUTS),
              stale,
              clock);
      engines.put(side, site);
      stacks.put(side, new EngineStacks(site.engine(), described.stacks(), clock::get));
    }
    SiteRecords records =
        new SiteRecords(
            described,
            new RecordActuator(() -> lease.mayAct(LeaseSettings.STEP_TAKES), Clock.systemUTC()));
    return new SitePair(
        described,
        new SiteWatch(described, () -> AgentsConfig.token(parts.config().agents())),
        engines,
        stacks,
        records,
        new SiteActs(described, stacks, records, () -> lease.mayAct(LeaseSettings.STEP_TAKES)));
  }
}
