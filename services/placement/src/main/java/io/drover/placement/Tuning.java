package io.drover.placement;

import io.drover.engine.Engine;
import io.drover.placement.observe.tuning.TuningAgents;
import io.drover.placement.record.TuningBoard;
import io.drover.runtime.agents.AgentCalls;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.loop.LoopSettings;
import io.drover.runtime.loop.RetryDelay;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.LoopKit;
import io.drover.runtime.wiring.Suite;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Puts the tuning loop together and starts it. */
@ApplicationScoped
public class Tuning implements PlacementLoop {
  private static final Duration GAP = Duration.ofSeconds(1);
  private static final Duration ROUND_DEADLINE = Duration.ofSeconds(30);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final PlacementConfig config;
  private final LoopKit kit;
  private final Engine engine;
  private final AgentCalls calls;
  private final PauseSwitch pause;
  private final Suite suite;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final TuningBoard board;
  private final TimeSource time;

  /** A loop of these parts. */
  public Tuning(
      PlacementConfig config,
      LoopKit kit,
      Engine engine,
      AgentCalls calls,
      PauseSwitch pause,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      TuningBoard board,
      TimeSource time) {
    this.config = config;
    this.kit = kit;
    this.engine = engine;
    this.calls = calls;
    this.pause = pause;
    this.suite = suite;
    this.ids = ids;
    this.recorder = recorder;
    this.board = board;
    this.time = time;
  }

  @Override
  public void start(Lease lease) {
    Duration gap = GAP.compareTo(config.period()) < 0 ? GAP : config.period();
    kit.startLoop(
        TuningSteps.LOOP,
        new LoopSettings(config.period(), gap, ROUND_DEADLINE, 1, RETRY),
        new TuningSteps(
            new TuningSteps.Parts(
                engine,
                new TuningAgents(calls),
                lease,
                pause,
                new ServiceOrders(engine),
                suite,
                ids,
                recorder,
                board,
                time)),
        event -> event.type().equals("service"));
  }
}
