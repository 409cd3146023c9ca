package io.drover.health;

import io.drover.engine.Engine;
import io.drover.health.act.HealActuator;
import io.drover.health.notify.Receivers;
import io.drover.health.observe.Observer;
import io.drover.health.record.EventHub;
import io.drover.health.record.HealthBoard;
import io.drover.health.record.IncidentKeeper;
import io.drover.health.record.IncidentLog;
import io.drover.journal.IncidentStore;
import io.drover.journal.Journal;
import io.drover.manifests.PolicyFolder;
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
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Puts the loop of incidents, alerts and repairs together and starts it. */
@ApplicationScoped
public class Incidents implements HealthLoop {
  private static final Duration ROUND_DEADLINE = Duration.ofSeconds(30);
  private static final Duration SHORTEST_GAP = Duration.ofMillis(500);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofMinutes(1));

  /** Far more than the budget of repairs lets happen in {@code HealRules.FORGOTTEN_AFTER}. */
  private static final int MOST_PAST_ACTS = 1_000;

  private static final int AFTER_LOOPS = 3_000;

  private final IncidentsConfig config;
  private final LoopKit kit;
  private final Engine engine;
  private final AgentCalls agents;
  private final PolicyFolder manifests;
  private final PauseSwitch pause;
  private final Suite suite;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final Dependencies dependencies;
  private final Journal journal;
  private final HealthBoard board;
  private final IncidentKeeper keeper;
  private final Receivers receivers;
  private final TimeSource time;

  /** A loop of these parts. */
  public Incidents(
      IncidentsConfig config,
      LoopKit kit,
      Engine engine,
      AgentCalls agents,
      PolicyFolder manifests,
      PauseSwitch pause,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      Dependencies dependencies,
      Journal journal,
      HealthBoard board,
      IncidentKeeper keeper,
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
    this.dependencies = dependencies;
    this.journal = journal;
    this.board = board;
    this.keeper = keeper;
    this.time = time;
    this.receivers = Receivers.of(config, () -> time.now().wall(), dependencies);
  }

  /** Where events go to whoever listens. */
  @Produces
  @Singleton
  static EventHub events() {
    return new EventHub();
  }

  /** Keeps incidents. */
  @Produces
  @Singleton
  static IncidentKeeper keeper(IncidentStore store, Dependencies dependencies, TimeSource time) {
    return new IncidentKeeper(store, dependencies, () -> time.now().wall());
  }

  /** The board that the loop writes and the API reads. */
  @Produces
  @Singleton
  static HealthBoard board(
      IncidentKeeper keeper,
      EventHub events,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder) {
    return new HealthBoard(
        keeper, new IncidentLog(IncidentSteps.LOOP, suite.instance(), ids, recorder), events);
  }

  @Override
  public void start(Lease lease) {
    keeper.start();
    receivers.start();
    Healing healing =
        new Healing(
            suite,
            ids,
            recorder,
            new HealActuator(engine, () -> lease.mayAct(LeaseSettings.STEP_TAKES)),
            lease::view,
            since -> journal.actedSince(Healing.LOOP, "", since, MOST_PAST_ACTS));
    Observer observer =
        new Observer(
            engine,
            agents,
            manifests,
            config.placement(),
            config.backup(),
            () -> TokenFiles.read(config.placementTokenFile()),
            () -> time.now().wall());
    Duration gap = config.period().compareTo(SHORTEST_GAP) < 0 ? config.period() : SHORTEST_GAP;
    kit.startLoop(
        IncidentSteps.LOOP,
        new LoopSettings(config.period(), gap, ROUND_DEADLINE, 1, RETRY),
        new IncidentSteps(
            lease,
            observer,
            board,
            receivers,
            healing,
            pause,
            new ServiceOrders(engine),
            dependencies),
        change -> change.type().equals("service") || change.type().equals("node"));
  }

  void stop(@Observes @Priority(AFTER_LOOPS) ShutdownEvent event) {
    receivers.close();
    keeper.close();
  }
}
