package io.drover.scaling;

import io.drover.engine.Engine;
import io.drover.journal.HourStore;
import io.drover.journal.Journal;
import io.drover.journal.wiring.JournalBeans;
import io.drover.manifests.PolicyFolder;
import io.drover.runtime.agents.AgentsConfig;
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
import io.drover.scaling.act.ReplicaActuator;
import io.drover.scaling.decide.ScalingSettings;
import io.drover.scaling.observe.Agents;
import io.drover.scaling.observe.HttpAgents;
import io.drover.scaling.observe.PolicyBook;
import io.drover.scaling.observe.ScalingInputs;
import io.drover.scaling.observe.StepRequests;
import io.drover.scaling.observe.TaskFactsReader;
import io.drover.scaling.record.ReplicaTrack;
import io.drover.scaling.record.ResizeBoard;
import io.drover.scaling.record.StatusBoard;
import io.drover.scaling.record.UsageHistory;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Puts the scaling loop together and starts it. */
@ApplicationScoped
public class ScalingService {
  private static final Logger LOG = Logger.getLogger(ScalingService.class);

  private static final Duration ROUND_DEADLINE = Duration.ofSeconds(30);
  private static final Duration SHORTEST_GAP = Duration.ofMillis(500);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private static final int CONCURRENCY = 8;

  /** Ten times what a Swarm of 50 nodes can sensibly do in an hour. */
  private static final int MOST_PAST_ACTS = 10_000;

  /** The board that the loop writes and the API reads. */
  @Produces
  @Singleton
  StatusBoard board() {
    return new StatusBoard();
  }

  /** The board of tasks' sizes. */
  @Produces
  @Singleton
  ResizeBoard sizes() {
    return new ResizeBoard();
  }

  /** What labels and manifests ask for; the loops read, the API shows. */
  @Produces
  @Singleton
  PolicyBook policies(
      @ConfigProperty(name = "drover.policies", defaultValue = "/etc/drover/policies")
          Path folder) {
    return new PolicyBook(new PolicyFolder(folder)::read);
  }

  /** Operators' orders; the API writes, the loop reads. */
  @Produces
  @Singleton
  ServiceOrders orders(Engine engine) {
    return new ServiceOrders(engine);
  }

  /** What all services used; the resizing loop writes, the API reads. */
  @Produces
  @Singleton
  UsageHistory history(
      HourStore store, Suite suite, ResizeConfig config, Dependencies dependencies) {
    return new UsageHistory(store, suite.instance(), config.historyRetention(), dependencies);
  }

  /** How many tasks services had and wanted; the loops write, the API reads. */
  @Produces
  @Singleton
  ReplicaTrack track(
      @Identifier(JournalBeans.REPLICAS) HourStore store,
      Suite suite,
      ScalingConfig config,
      Dependencies dependencies) {
    return new ReplicaTrack(store, suite.instance(), config.trackRetention(), dependencies);
  }

  /** The autoscaler's settings. */
  @Produces
  @Singleton
  ScalingSettings settings(ScalingConfig config) {
    ScalingSettings usual = ScalingSettings.KUBERNETES;
    return new ScalingSettings(
        usual.toleranceUp(),
        usual.toleranceDown(),
        config.cpuInitializationPeriod(),
        config.initialReadinessDelay(),
        usual.downscaleStabilization(),
        usual.scaleUpLimitFactor(),
        usual.scaleUpLimitMinimum());
  }

  /** Steps that are asked for; the API writes, the loop reads. */
  @Produces
  @Singleton
  StepRequests stepRequests() {
    return new StepRequests();
  }

  void start(
      @Observes StartupEvent event,
      ScalingConfig config,
      ScalingSettings settings,
      LoopKit kit,
      Engine engine,
      PauseSwitch pause,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      StatusBoard board,
      ReplicaTrack track,
      PolicyBook policies,
      ServiceOrders orders,
      StepRequests asked,
      Dependencies dependencies,
      Journal journal,
      Resizing resizing,
      TimeSource time) {
    Lease lease = kit.startLease(ScalingSteps.LOOP);
    ScalingSteps steps =
        new ScalingSteps(
            new ScalingSteps.Parts(
                engine,
                agents(config.agents(), config.window()),
                Prometheuses.configured(config.prometheus()),
                new ScalingInputs(settings, new TaskFactsReader(config.warmUp(), config.stale())),
                lease,
                pause,
                orders,
                asked,
                suite,
                ids,
                recorder,
                board,
                track,
                policies,
                new ReplicaActuator(engine, () -> lease.mayAct(LeaseSettings.STEP_TAKES)),
                dependencies,
                since -> journal.actedSince(ScalingSteps.LOOP, "", since, MOST_PAST_ACTS),
                time));
    Duration gap = config.period().compareTo(SHORTEST_GAP) < 0 ? config.period() : SHORTEST_GAP;
    kit.startLoop(
        ScalingSteps.LOOP,
        new LoopSettings(config.period(), gap, ROUND_DEADLINE, CONCURRENCY, RETRY),
        steps,
        change -> change.type().equals("service"));
    resizing.start(lease, AgentsConfig.calls(config.agents()));
  }

  private static Agents agents(AgentsConfig config, Duration window) {
    return new HttpAgents(
        AgentsConfig.addresses(config),
        () -> AgentsConfig.token(config),
        window,
        config.timeout(),
        Clock.systemUTC());
  }
}
