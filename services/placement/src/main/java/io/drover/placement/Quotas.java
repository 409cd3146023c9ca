package io.drover.placement;

import io.drover.engine.Engine;
import io.drover.journal.Journal;
import io.drover.manifests.PolicyFolder;
import io.drover.placement.act.quota.QuotaActuator;
import io.drover.placement.observe.quota.QuotaObserver;
import io.drover.placement.observe.quota.VolumeAgents;
import io.drover.placement.record.quota.QuotaBoard;
import io.drover.placement.record.quota.QuotaMetrics;
import io.drover.placement.record.quota.QuotasInForce;
import io.drover.runtime.agents.AgentCalls;
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

/** Puts the quota loop together and starts it. */
@ApplicationScoped
public class Quotas implements PlacementLoop {
  private static final Duration ROUND_DEADLINE = Duration.ofSeconds(30);
  private static final Duration SHORTEST_GAP = Duration.ofMillis(500);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofMinutes(1));

  /** Ten times what a Swarm of 50 nodes can sensibly do in an hour. */
  private static final int MOST_PAST_ACTS = 1_000;

  private final PlacementConfig config;
  private final LoopKit kit;
  private final Engine engine;
  private final AgentCalls agents;
  private final PolicyFolder manifests;
  private final PauseSwitch pause;
  private final Suite suite;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final QuotaBoard board;
  private final MeterRegistry metrics;
  private final Dependencies dependencies;
  private final Journal journal;
  private final TimeSource time;

  /** A loop of these parts. */
  public Quotas(
      PlacementConfig config,
      LoopKit kit,
      Engine engine,
      AgentCalls agents,
      PolicyFolder manifests,
      PauseSwitch pause,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      QuotaBoard board,
      MeterRegistry metrics,
      Dependencies dependencies,
      Journal journal,
      TimeSource time) {
    this.config = config;
    this.kit = kit;
    this.engine = engine;
    this.agents = agents;
    this.manifests = manifests;
    this.pause = pause;
    this.suite = suite;
    this.ids = ids;
    this.recorder = recorder;
    this.board = board;
    this.metrics = metrics;
    this.dependencies = dependencies;
    this.journal = journal;
    this.time = time;
  }

  @Override
  public void start(Lease lease) {
    Duration gap = config.period().compareTo(SHORTEST_GAP) < 0 ? config.period() : SHORTEST_GAP;
    kit.startLoop(
        QuotaSteps.LOOP,
        new LoopSettings(config.period(), gap, ROUND_DEADLINE, 1, RETRY),
        new QuotaSteps(
            new QuotaSteps.Parts(
                new QuotaObserver(engine, manifests::read, new VolumeAgents(agents)),
                new QuotasInForce(engine),
                new QuotaActuator(engine, () -> lease.mayAct(LeaseSettings.STEP_TAKES)),
                lease,
                pause,
                new ServiceOrders(engine),
                suite,
                ids,
                recorder,
                board,
                new QuotaMetrics(metrics),
                dependencies,
                (loop, service, since) -> journal.actedSince(loop, service, since, MOST_PAST_ACTS),
                time)),
        change -> change.type().equals("service"));
  }
}
