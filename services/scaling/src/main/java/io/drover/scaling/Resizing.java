package io.drover.scaling;

import io.drover.engine.Engine;
import io.drover.journal.Journal;
import io.drover.journal.UsageStore;
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
import io.drover.scaling.act.ResizeActuator;
import io.drover.scaling.observe.HttpSizeAgents;
import io.drover.scaling.observe.JvmHeaps;
import io.drover.scaling.observe.PolicyBook;
import io.drover.scaling.observe.ResizeInputs;
import io.drover.scaling.observe.SizeAgents;
import io.drover.scaling.observe.UsageBook;
import io.drover.scaling.record.Checkpoints;
import io.drover.scaling.record.ReplicaTrack;
import io.drover.scaling.record.ResizeBoard;
import io.drover.scaling.record.UsageHistory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Puts the resizing loop together and starts it.
 *
 * <p>Metrics: {@code drover_resize_services}, those whose use is remembered; {@code
 * drover_resize_taken_back_total}, resizes that did harm and were taken back.
 */
@ApplicationScoped
public class Resizing {
  private static final Duration ROUND_DEADLINE = Duration.ofSeconds(30);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofMinutes(1));

  /** Ten times what a Swarm of 50 nodes can sensibly do in a day. */
  private static final int MOST_PAST_ACTS = 10_000;

  private final ResizeConfig config;
  private final LoopKit kit;
  private final Engine engine;
  private final PauseSwitch pause;
  private final ServiceOrders orders;
  private final Suite suite;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final PolicyBook policies;
  private final ResizeBoard board;
  private final Dependencies dependencies;
  private final Journal journal;
  private final UsageStore usages;
  private final UsageHistory history;
  private final ReplicaTrack track;
  private final MeterRegistry metrics;
  private final TimeSource time;

  /** A loop of these parts. */
  public Resizing(
      ResizeConfig config,
      LoopKit kit,
      Engine engine,
      PauseSwitch pause,
      ServiceOrders orders,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      PolicyBook policies,
      ResizeBoard board,
      Dependencies dependencies,
      Journal journal,
      UsageStore usages,
      UsageHistory history,
      ReplicaTrack track,
      MeterRegistry metrics,
      TimeSource time) {
    this.config = config;
    this.kit = kit;
    this.engine = engine;
    this.pause = pause;
    this.orders = orders;
    this.suite = suite;
    this.ids = ids;
    this.recorder = recorder;
    this.policies = policies;
    this.board = board;
    this.dependencies = dependencies;
    this.journal = journal;
    this.usages = usages;
    this.history = history;
    this.track = track;
    this.metrics = metrics;
    this.time = time;
  }

  /**
   * Starts the loop.
   *
   * @param lease of the scaling loop: one instance knows all that is done to a service
   */
  void start(Lease lease, AgentCalls calls) {
    SizeAgents agents = new HttpSizeAgents(calls, () -> time.now().wall());
    UsageBook book = new UsageBook();
    Gauge.builder("drover.resize.services", book, UsageBook::size)
        .description("services whose tasks' use is remembered to size them")
        .register(metrics);
    kit.startLoop(
        ResizeSteps.LOOP,
        // Events don't hasten it: each round is a sample.
        new LoopSettings(config.period(), config.period(), ROUND_DEADLINE, 1, RETRY),
        new ResizeSteps(
            new ResizeSteps.Parts(
                engine,
                agents,
                policies,
                new ResizeInputs(book, new JvmHeaps(engine)),
                new Checkpoints(usages, dependencies, metrics),
                history,
                track,
                lease,
                pause,
                orders,
                suite,
                ids,
                recorder,
                board,
                new ResizeActuator(engine, agents, () -> lease.mayAct(LeaseSettings.STEP_TAKES)),
                since -> journal.actedSince(ResizeSteps.LOOP, "", since, MOST_PAST_ACTS),
                Counter.builder("drover.resize.taken.back")
                    .description("resizes that did harm and were taken back")
                    .register(metrics),
                time)),
        change -> false);
  }
}
