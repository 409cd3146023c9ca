package io.drover.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Decision;
import io.drover.engine.DockerEngine;
import io.drover.health.act.HealActuator;
import io.drover.health.decide.alert.Alert;
import io.drover.health.decide.heal.HealRules;
import io.drover.health.decide.incident.Incident;
import io.drover.health.decide.state.Kind;
import io.drover.health.notify.Receivers;
import io.drover.health.observe.Observer;
import io.drover.health.record.EventHub;
import io.drover.health.record.HealthBoard;
import io.drover.health.record.IncidentKeeper;
import io.drover.health.record.IncidentLog;
import io.drover.journal.PastActs;
import io.drover.manifests.PolicyFolder;
import io.drover.runtime.agents.AgentAddresses;
import io.drover.runtime.agents.AgentCalls;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.loop.Key;
import io.drover.runtime.orders.ServiceOrder;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.record.RecentDecisions;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import io.drover.testkit.Eventually;
import io.drover.testkit.ManualClock;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop but for its timer, on a simulated Swarm. */
class IncidentLoopTest {
  private static final int LONGEST_STEP = 10;

  private final ManualClock clock = new ManualClock();
  private Duration slowness = Duration.ZERO;
  private final SimulatedSwarm swarm = SimulatedSwarm.start(clock);
  private final DockerEngine engine =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()));
  private final DockerEngine besides =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.addManager().dockerHost()));
  private final Lease lease =
      new Lease(
          "health",
          "me",
          new LeaseSettings(Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofMinutes(1)),
          besides,
          TimeSource.system());
  private final List<Decision> recorded = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Dependencies dependencies = new Dependencies();
  private final IncidentsInMemory store = new IncidentsInMemory();
  private final List<IncidentKeeper> keepers = new ArrayList<>();
  private PastActs past = new PastActs.Known(List.of());
  private HealthBoard board;
  private IncidentSteps steps;

  @TempDir Path noManifests;

  @BeforeEach
  void acquire() {
    engine.createConfig(
        "drover.lease.health",
        Map.of(
            "drover.lease.holder", "",
            "drover.lease.epoch", "1",
            "drover.lease.renewal", "1",
            "drover.lease.ttl", "PT2M"));
    lease.start();
    Eventually.holds("the lease is held", () -> lease.mayAct(Duration.ZERO));
    begin(Mode.ENFORCE);
  }

  @AfterEach
  void stop() {
    keepers.forEach(IncidentKeeper::close);
    lease.close();
    besides.close();
    engine.close();
    swarm.close();
  }

  /** As after a restart. */
  private void begin(Mode mode) {
    Suite suite = new Suite(mode, "me");
    DecisionIds ids = new DecisionIds(clock, new Random(1));
    DecisionRecorder recorder =
        new DecisionRecorder(
            recorded::add, new SimpleMeterRegistry(), new RecentDecisions(100, 100));
    IncidentKeeper keeper = new IncidentKeeper(store, dependencies, clock::instant);
    keeper.start();
    keepers.add(keeper);
    EventHub hub = new EventHub();
    hub.add(told::add);
    board = new HealthBoard(keeper, new IncidentLog("incidents", "me", ids, recorder), hub);
    steps =
        new IncidentSteps(
            lease,
            new Observer(
                engine,
                new AgentCalls(AgentAddresses.fixed(List.of()), () -> "", Duration.ofSeconds(1)),
                new PolicyFolder(noManifests),
                Optional.empty(),
                Optional.empty(),
                () -> "",
                this::lookedAt),
            board,
            new Receivers(List.of()),
            new Healing(
                suite,
                ids,
                recorder,
                new HealActuator(engine, () -> lease.mayAct(Duration.ZERO)),
                lease::view,
                since -> past),
            new PauseSwitch(engine),
            new ServiceOrders(engine),
            dependencies);
  }

  /** By the clock of a look, of which each part takes a while. */
  private Instant lookedAt() {
    Instant now = clock.instant();
    clock.advance(slowness);
    return now;
  }

  /** Time passes with a round now and then, as the timer would start them. */
  private void round(int seconds) {
    for (int left = seconds; left > 0; left -= LONGEST_STEP) {
      skip(Math.min(left, LONGEST_STEP));
    }
  }

  /** Time passes in which nobody looked. */
  private void skip(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
    IncidentSteps.Round round = steps.observe();
    for (Key key : steps.keys(round)) {
      steps.reconcile(key, round);
    }
  }

  @Test
  void patienceDoesNotCountWhileNobodyLooked() {
    String web = stuck("drover.heal", "auto");
    round(30);
    skip(3_600);
    assertThat(incident(Kind.STUCK_PENDING).orElseThrow().status()).isEqualTo(Incident.Status.OPEN);
    assertThat(swarm.updates(web)).isZero();
    round(50);
    assertThat(swarm.updates(web)).isZero();
    round(20);
    assertThat(swarm.updates(web)).isEqualTo(1);
  }

  @Test
  void alertsThatFiredGoOnAfterARestartAndTheirEndIsTold() {
    String web = stuck();
    round(200);
    assertThat(alerts()).containsEntry("TasksPendingTooLong", Alert.State.FIRING);
    Instant fired = firedAt();
    Eventually.holds(
        "what fires is stored",
        () -> store.firing().filter(one -> one.contains("TasksPending")).isPresent());
    begin(Mode.ENFORCE);
    Eventually.holds(
        "it goes on from where it was",
        () -> {
          skip(1);
          return alerts().get("TasksPendingTooLong") == Alert.State.FIRING;
        });
    assertThat(firedAt()).isEqualTo(fired);
    begin(Mode.ENFORCE);
    swarm.taskEnters(swarm.tasks(web).getFirst(), "running");
    Eventually.holds(
        "that it ended meanwhile is told",
        () -> {
          skip(1);
          return alerts().get("TasksPendingTooLong") == Alert.State.RESOLVED;
        });
    // That no agent answers goes on firing.
    Eventually.holds(
        "and stored",
        () ->
            store
                .firing()
                .filter(one -> one.contains("AgentMissing") && !one.contains("TasksPending"))
                .isPresent());
  }

  private Instant firedAt() {
    return board.view().alerts().stream()
        .filter(alert -> alert.condition().rule().alertName().equals("TasksPendingTooLong"))
        .findFirst()
        .orElseThrow()
        .firedAt();
  }

  private Optional<Incident> incident(Kind kind) {
    return board.view().incidents().all().stream()
        .filter(incident -> incident.kind() == kind)
        .findFirst();
  }

  private Decision lastHealing() {
    return recorded.stream()
        .filter(decision -> decision.loop().equals("healing"))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  private String stuck(String... labels) {
    swarm.startTasksAs("pending");
    ServiceSpec spec = ServiceSpec.named("web");
    for (int i = 0; i < labels.length; i += 2) {
      spec = spec.label(labels[i], labels[i + 1]);
    }
    return swarm.addService(spec);
  }

  @Test
  void whatIsStuckIsToldAndWithoutALabelLeftAlone() {
    String web = stuck();
    round(5);
    assertThat(incident(Kind.STUCK_PENDING)).isEmpty();
    round(31);
    assertThat(incident(Kind.STUCK_PENDING).orElseThrow().status()).isEqualTo(Incident.Status.OPEN);
    assertThat(told).anyMatch(event -> event.contains("\"kind\":\"StuckPending\""));
    assertThat(recorded)
        .anyMatch(
            decision ->
                decision.service().equals("web")
                    && decision.summary().startsWith("StuckPending of web opened"));
    round(600);
    assertThat(swarm.updates(web)).isZero();
    swarm.taskEnters(swarm.tasks(web).getFirst(), "running");
    round(10);
    assertThat(incident(Kind.STUCK_PENDING).orElseThrow().status())
        .isEqualTo(Incident.Status.CLOSED);
  }

  @Test
  void whatAsksForItIsRepairedAndNotTooOften() {
    String web = stuck("drover.heal", "auto");
    round(3);
    round(50);
    assertThat(swarm.updates(web)).isZero();
    assertThat(lastHealing().plan().reasons().getFirst().code()).isEqualTo("HealWaits");
    round(20);
    assertThat(swarm.updates(web)).isEqualTo(1);
    assertThat(swarm.spec(web)).contains("\"ForceUpdate\":1");
    round(60);
    assertThat(swarm.updates(web)).isEqualTo(1);
    assertThat(lastHealing().plan().held().getFirst().by().code()).isEqualTo("HealBackOff");
    round(70);
    assertThat(swarm.updates(web)).isEqualTo(2);
  }

  @Test
  void manyThatAreStuckAtOnceAreNotAllRepairedAtOnce() {
    swarm.startTasksAs("pending");
    List<String> services = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      services.add(swarm.addService(ServiceSpec.named("web" + i).label("drover.heal", "auto")));
    }
    round(3);
    round(70);
    assertThat(services.stream().filter(id -> swarm.updates(id) > 0)).hasSize(HealRules.BUDGET);
  }

  @Test
  void aRolloutAPauseAndObserveModeHoldRepairs() {
    String web = stuck("drover.heal", "auto");
    round(3);
    swarm.rollout(web, "updating");
    round(300);
    assertThat(lastHealing().plan().held().getFirst().by().code()).isEqualTo("RolloutInProgress");
    swarm.rollout(web, "completed");
    new ServiceOrders(engine)
        .set(web, new ServiceOrder.Pause(clock.instant().plusSeconds(400), "ann", "by hand"));
    round(300);
    assertThat(lastHealing().plan().held().getFirst().by().code()).isEqualTo("Paused");
    begin(Mode.OBSERVE);
    round(300);
    round(300);
    assertThat(lastHealing().plan().held().getFirst().by().code()).isEqualTo("Observing");
    assertThat(swarm.updates(web)).isZero();
  }

  @Test
  void repairsAreRememberedOverARestart() {
    String web = stuck("drover.heal", "auto");
    round(3);
    round(70);
    assertThat(swarm.updates(web)).isEqualTo(1);
    past =
        new PastActs.Known(
            recorded.stream().filter(decision -> !decision.results().isEmpty()).toList());
    begin(Mode.ENFORCE);
    round(1);
    round(100);
    assertThat(swarm.updates(web)).isEqualTo(1);
    assertThat(lastHealing().plan().held().getFirst().by().code()).isEqualTo("HealBackOff");
  }

  @Test
  void incidentsGoOnAfterARestart() {
    stuck();
    round(5);
    round(31);
    Incident before = incident(Kind.STUCK_PENDING).orElseThrow();
    Eventually.holds("it is stored", () -> store.size() >= 1);
    begin(Mode.ENFORCE);
    round(5);
    Eventually.holds(
        "the stored incident goes on",
        () -> {
          round(1);
          return incident(Kind.STUCK_PENDING)
              .filter(incident -> incident.id().equals(before.id()))
              .filter(incident -> incident.status() == Incident.Status.OPEN)
              .isPresent();
        });
    assertThat(board.view().incidents().all())
        .filteredOn(incident -> incident.status().isActive())
        .filteredOn(incident -> incident.kind() == Kind.STUCK_PENDING)
        .hasSize(1);
  }

  @Test
  void withoutADatabaseNothingIsMissingButTheStore() {
    store.away(true);
    stuck();
    round(5);
    round(31);
    assertThat(incident(Kind.STUCK_PENDING)).isPresent();
    Eventually.holds(
        "status tells of it",
        () ->
            dependencies.all().stream()
                .anyMatch(one -> one.name().equals("incidents") && !one.up()));
  }

  @Test
  void aSwarmWithoutALeaderIsToldAndTheRestStaysAsItWas() {
    stuck();
    round(5);
    round(200);
    assertThat(alerts()).containsEntry("TasksPendingTooLong", Alert.State.FIRING);
    // The transport asks once more after a 503, so that more of them are needed than there are
    // rounds.
    swarm
        .manager()
        .faults()
        .failNext(100, "GET /services", 503, "rpc error: The swarm does not have a leader.");
    round(10);
    round(10);
    assertThat(incident(Kind.QUORUM_LOST).orElseThrow().status()).isEqualTo(Incident.Status.OPEN);
    assertThat(incident(Kind.STUCK_PENDING).orElseThrow().status()).isEqualTo(Incident.Status.OPEN);
    assertThat(alerts())
        .containsEntry("TasksPendingTooLong", Alert.State.FIRING)
        .containsEntry("QuorumAtRisk", Alert.State.FIRING);
    assertThat(board.view().blind()).contains("does not have a leader");
    swarm.manager().faults().clear();
    round(5);
    round(20);
    assertThat(incident(Kind.QUORUM_LOST).orElseThrow().status()).isEqualTo(Incident.Status.CLOSED);
    assertThat(alerts()).containsEntry("QuorumAtRisk", Alert.State.RESOLVED);
  }

  @Test
  void aManagerThatWasWaitedForIsSilentSinceItWasAsked() {
    stuck();
    round(5);
    swarm.manager().faults().failNext(100, "GET /services", 503, "try again");
    slowness = Kind.MANAGER_SILENT.opensAfter();
    skip(1);
    slowness = Duration.ZERO;
    Incident silent = incident(Kind.MANAGER_SILENT).orElseThrow();
    assertThat(silent.status()).isEqualTo(Incident.Status.OPEN);
    assertThat(Duration.between(silent.since(), silent.openedAt()))
        .isEqualTo(Kind.MANAGER_SILENT.opensAfter());
  }

  @Test
  void aNodeThatIsDownStrandsNobodyBeforeItsTime() {
    String node = swarm.addNode("node2", 8_000_000_000L, 16L << 30, Map.of());
    String web =
        swarm.addService(ServiceSpec.named("web").replicas(2).label("drover.heal", "auto"));
    round(3);
    swarm.changeNode(node, "down", "active");
    round(3);
    assertThat(incident(Kind.NODE_DOWN).orElseThrow().subject().name()).isEqualTo("node2");
    round(100);
    assertThat(swarm.updates(web)).isZero();
    round(100);
    assertThat(swarm.updates(web)).isEqualTo(1);
    assertThat(lastHealing().summary()).contains("still on node2, which is down");
  }

  private Map<String, Alert.State> alerts() {
    Map<String, Alert.State> states = new java.util.HashMap<>();
    board
        .view()
        .alerts()
        .forEach(alert -> states.put(alert.condition().rule().alertName(), alert.state()));
    return states;
  }

  @Test
  void servicesAtTheirMaximumAndThoseThatWantNoAlerts() {
    swarm.addService(
        ServiceSpec.named("big")
            .replicas(3)
            .label("drover.scale.min", "1")
            .label("drover.scale.max", "3"));
    swarm.addService(
        ServiceSpec.named("quiet")
            .replicas(3)
            .label("drover.scale.min", "1")
            .label("drover.scale.max", "3")
            .label("drover.alert", "off"));
    round(1);
    assertThat(board.view().alerts())
        .filteredOn(alert -> alert.condition().rule().alertName().equals("AutoScalingMaxReached"))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.condition().labels()).containsEntry("service", "big");
              assertThat(alert.state()).isEqualTo(Alert.State.PENDING);
            });
    round(60);
    assertThat(alerts()).containsEntry("AutoScalingMaxReached", Alert.State.FIRING);
  }
}
