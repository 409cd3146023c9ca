package io.drover.placement;

import io.drover.core.policy.TimeWindow;
import io.drover.engine.Engine;
import io.drover.placement.act.moves.MoveActuator;
import io.drover.placement.observe.NodeInventory;
import io.drover.placement.record.moves.MoveBoard;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.loop.LoopSettings;
import io.drover.runtime.loop.RetryDelay;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.LoopKit;
import io.drover.runtime.wiring.Suite;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Puts the loop together that moves tasks, and starts it.
 *
 * <p>Metrics: {@code drover_rebalance_moves_total{helped}}, moves that ended.
 */
@ApplicationScoped
public class Moving implements PlacementLoop {
  private static final Duration ROUND_DEADLINE = Duration.ofSeconds(30);
  private static final Duration GAP = Duration.ofMillis(500);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final PlacementConfig placement;
  private final MovesConfig config;
  private final LoopKit kit;
  private final Engine engine;
  private final NodeInventory inventory;
  private final PauseSwitch pause;
  private final Suite suite;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final MoveBoard board;
  private final Dependencies dependencies;
  private final MeterRegistry metrics;
  private final TimeSource time;

  /** A loop of these parts. */
  public Moving(
      PlacementConfig placement,
      MovesConfig config,
      LoopKit kit,
      Engine engine,
      NodeInventory inventory,
      PauseSwitch pause,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      MoveBoard board,
      Dependencies dependencies,
      MeterRegistry metrics,
      TimeSource time) {
    this.placement = placement;
    this.config = config;
    this.kit = kit;
    this.engine = engine;
    this.inventory = inventory;
    this.pause = pause;
    this.suite = suite;
    this.ids = ids;
    this.recorder = recorder;
    this.board = board;
    this.dependencies = dependencies;
    this.metrics = metrics;
    this.time = time;
  }

  @Override
  public void start(Lease lease) {
    List<TimeWindow> windows = config.window().map(TimeWindow::parseList).orElse(List.of());
    MoveSteps.Settings settings =
        new MoveSteps.Settings(
            config.settle(),
            new RebalanceSteps.Settings(config.stableFor(), config.perHour(), windows));
    Duration gap = GAP.compareTo(placement.period()) < 0 ? GAP : placement.period();
    kit.startLoop(
        MoveSteps.LOOP,
        new LoopSettings(placement.period(), gap, ROUND_DEADLINE, 1, RETRY),
        new MoveSteps(
            new MoveSteps.Parts(
                engine,
                inventory,
                settings,
                lease,
                pause,
                new ServiceOrders(engine),
                new MoveActuator(engine, () -> lease.mayAct(LeaseSettings.STEP_TAKES)),
                suite,
                ids,
                recorder,
                board,
                dependencies,
                metrics,
                time)),
        change -> Set.of("service", "node").contains(change.type()) || isDrain(change));
  }

  /** An order to drain is a config object. */
  private static boolean isDrain(Engine.Event change) {
    return change.type().equals("config")
        && change.attributes().getOrDefault("name", "").startsWith("drover.drain.");
  }
}
