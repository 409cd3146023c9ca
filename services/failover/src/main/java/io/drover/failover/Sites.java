package io.drover.failover;

import io.drover.engine.DockerEngine;
import io.drover.engine.Engine;
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
import io.drover.failover.site.DescriptionFile;
import io.drover.failover.site.DescriptionReader.Contents;
import io.drover.failover.stacks.Stacks;
import io.drover.failover.stacks.act.EngineStacks;
import io.drover.runtime.agents.AgentsConfig;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.loop.LoopSettings;
import io.drover.runtime.loop.RetryDelay;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.LoopKit;
import io.drover.runtime.wiring.Suite;
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
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** While a move is under way rounds follow each other this closely. */
  private static final Duration STEP_GAP = Duration.ofMillis(200);

  private static final Duration ROUND_DEADLINE = Duration.ofSeconds(60);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofSeconds(5));

  private final FailoverConfig config;
  private final DescriptionFile file;
  private final LoopKit kit;
  private final Engine engine;
  private final PauseSwitch pause;
  private final Suite suite;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final SiteBoard board;
  private final Orders orders;
  private final Dependencies dependencies;
  private final TimeSource time;

  /** A loop of these parts. */
  public Sites(
      FailoverConfig config,
      DescriptionFile file,
      LoopKit kit,
      Engine engine,
      PauseSwitch pause,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      SiteBoard board,
      Orders orders,
      Dependencies dependencies,
      TimeSource time) {
    this.config = config;
    this.file = file;
    this.kit = kit;
    this.engine = engine;
    this.pause = pause;
    this.suite = suite;
    this.ids = ids;
    this.recorder = recorder;
    this.board = board;
    this.orders = orders;
    this.dependencies = dependencies;
    this.time = time;
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
    // A period that is changed later holds from the next start on.
    Duration period =
        file.read() instanceof Contents.Usable usable
            ? usable.description().rules().period()
            : PERIOD;
    Supplier<Instant> clock = () -> time.now().wall();
    SiteSteps steps =
        new SiteSteps(
            new SiteSteps.Parts(
                file,
                described -> pair(described, lease, clock),
                new StateStore(engine),
                orders,
                lease::view,
                pause::read,
                clock,
                suite,
                ids,
                recorder,
                board,
                dependencies));
    Duration gap = period.compareTo(STEP_GAP) < 0 ? period : STEP_GAP;
    var loop =
        kit.startLoop(
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
        new SiteWatch(described, () -> AgentsConfig.token(config.agents())),
        engines,
        stacks,
        records,
        new SiteActs(described, stacks, records, () -> lease.mayAct(LeaseSettings.STEP_TAKES)));
  }
}
