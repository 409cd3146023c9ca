package io.drover.placement;

import io.drover.engine.Engine;
import io.drover.journal.Journal;
import io.drover.placement.act.limits.LimitsActuator;
import io.drover.placement.observe.Agents;
import io.drover.placement.observe.limits.LimitsObserver;
import io.drover.placement.record.limits.LimitsBoard;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
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

/** Puts the limits loop together and starts it. */
@ApplicationScoped
public class LimitsLoop implements PlacementLoop {
  private static final Duration ROUND_DEADLINE = Duration.ofSeconds(30);
  private static final Duration SHORTEST_GAP = Duration.ofSeconds(1);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofMinutes(1));

  /** Ten times what a Swarm of 50 nodes can sensibly do in a day. */
  private static final int MOST_PAST_ACTS = 10_000;

  private final PlacementConfig config;
  private final LoopKit kit;
  private final Engine engine;
  private final Agents agents;
  private final LimitsObserver observer;
  private final PauseSwitch pause;
  private final Suite suite;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final LimitsBoard board;
  private final Journal journal;
  private final TimeSource time;

  /** A loop of these parts. */
  public LimitsLoop(
      PlacementConfig config,
      LoopKit kit,
      Engine engine,
      Agents agents,
      LimitsObserver observer,
      PauseSwitch pause,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      LimitsBoard board,
      Journal journal,
      TimeSource time) {
    this.config = config;
    this.kit = kit;
    this.engine = engine;
    this.agents = agents;
    this.observer = observer;
    this.pause = pause;
    this.suite = suite;
    this.ids = ids;
    this.recorder = recorder;
    this.board = board;
    this.journal = journal;
    this.time = time;
  }

  @Override
  public void start(Lease lease) {
    Duration gap = config.period().compareTo(SHORTEST_GAP) < 0 ? config.period() : SHORTEST_GAP;
    kit.startLoop(
        LimitsSteps.LOOP,
        // One at a time: of two services that drift, the second waits for the first one's rollout.
        new LoopSettings(config.period(), gap, ROUND_DEADLINE, 1, RETRY),
        new LimitsSteps(
            new LimitsSteps.Parts(
                observer,
                lease,
                pause,
                new ServiceOrders(engine),
                suite,
                ids,
                recorder,
                board,
                new LimitsActuator(engine, agents, () -> lease.mayAct(LeaseSettings.STEP_TAKES)),
                since -> journal.actedSince(LimitsSteps.LOOP, "", since, MOST_PAST_ACTS),
                time)),
        change -> change.type().equals("service"));
  }
}
