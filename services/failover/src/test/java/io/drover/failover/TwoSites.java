package io.drover.failover;

import io.drover.engine.DockerEngine;
import io.drover.engine.EngineAddress;
import io.drover.failover.act.RecordActuator;
import io.drover.failover.act.SiteActs;
import io.drover.failover.act.SiteRecords;
import io.drover.failover.decide.Phase;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.Target;
import io.drover.failover.observe.SiteEngine;
import io.drover.failover.observe.SiteWatch;
import io.drover.failover.record.Orders;
import io.drover.failover.record.SiteBoard;
import io.drover.failover.record.StateStore;
import io.drover.failover.site.Description;
import io.drover.failover.site.DescriptionFile;
import io.drover.failover.stacks.SiteService;
import io.drover.failover.stacks.Stacks;
import io.drover.failover.stacks.act.EngineStacks;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.pause.PauseState;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.record.RecentDecisions;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.wiring.Suite;
import io.drover.testkit.Eventually;
import io.drover.testkit.ManualClock;
import io.drover.testkit.bind.BindServer;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Two simulated Swarms, a third for the state, a real BIND 9, and watchers of them. */
final class TwoSites implements AutoCloseable {
  static final String RECORD = "app.example.test";
  private static final Duration PERIOD = Duration.ofSeconds(30);

  /** Engines answer at once here; how old an answer may be is tested elsewhere. */
  private static final Duration NEVER_STALE = Duration.ofDays(365);

  final ManualClock clock = new ManualClock();
  final Neighbours neighbours = new Neighbours();
  final Map<Side, SimulatedSwarm> swarms = new EnumMap<>(Side.class);
  final SimulatedSwarm third = SimulatedSwarm.start();
  final BindServer bind;
  final int one;
  final int two;
  Mode mode = Mode.ENFORCE;
  PauseState pause = new PauseState.Running();
  private final Map<String, String> ids = new HashMap<>();
  private final Path folder;
  private final DockerEngine store = connect(third);
  private final String witnesses;
  private final Path key;

  /** Who watches; another one is as if the first had been killed, and the next leads. */
  final class Watcher {
    final SiteBoard board = new SiteBoard();
    final Orders orders = new Orders();
    final Dependencies dependencies = new Dependencies();
    boolean leads = true;
    final SiteSteps steps =
        new SiteSteps(
            new SiteSteps.Parts(
                new DescriptionFile(folder.resolve("failover.yml")),
                described -> pair(described),
                new StateStore(store),
                orders,
                () -> new LeaseView("drover.lease.failover", "me", 1, "", leads, leads, ""),
                now -> pause,
                clock::instant,
                new Suite(mode, "me"),
                new DecisionIds(clock, RandomGenerator.getDefault()),
                new DecisionRecorder(
                    decision -> {}, new SimpleMeterRegistry(), new RecentDecisions(10, 10)),
                board,
                dependencies));

    /** One period and one round, once both engines were heard in this period. */
    void round() {
      clock.advance(PERIOD);
      SiteSteps.Round round = steps.observe();
      steps.keys(round).forEach(key -> steps.reconcile(key, round));
    }

    void rounds(int count) {
      for (int i = 0; i < count; i++) {
        round();
      }
    }

    /** Rounds until it is so; a fence and engines take a time of their own. */
    void until(String what, BooleanSupplier condition) {
      Eventually.holds(
          what,
          () -> {
            round();
            return condition.getAsBoolean();
          });
    }

    Phase phase() {
      return picture().state().phase();
    }

    SiteBoard.Picture picture() {
      return board.picture().orElseThrow();
    }

    void untilPhase(Phase wanted) {
      until("it is " + wanted, () -> phase() == wanted);
    }

    boolean says(String code) {
      return picture().plan().reasons().stream().anyMatch(why -> why.code().equals(code));
    }

    /** Healthy, and both Swarms heard. */
    void settle() {
      until(
          "both Swarms are heard",
          () ->
              picture().engines().values().stream().allMatch(Target.Reachable.class::isInstance)
                  && says("Healthy"));
      rounds(3);
    }
  }

  TwoSites(Path folder, String policy) throws IOException {
    this.folder = folder;
    for (Side side : Side.values()) {
      SimulatedSwarm swarm = SimulatedSwarm.start();
      swarms.put(side, swarm);
      for (String name : List.of("app_db", "app_web")) {
        ids.put(
            side + name,
            swarm.addService(
                ServiceSpec.named(name)
                    .label(SiteService.REPLICAS, "2")
                    .label("drover.failover.record", name.substring(4) + ".example.test")
                    .replicas(side == Side.PRIMARY ? 2 : 0)));
      }
    }
    one = neighbours.entry();
    two = neighbours.entry();
    witnesses =
        "[{name: w1, agent: \"http://127.0.0.1:%d\"}, {name: w2, agent: \"http://127.0.0.1:%d\"}]"
            .formatted(neighbours.witness(), neighbours.witness());
    String secret = BindServer.key("hmac-sha256", "drover");
    key = Files.writeString(folder.resolve("client.key"), secret);
    bind =
        BindServer.start(
            folder,
            BindServer.freePort(),
            secret
                + BindServer.zone(
                    folder, "example.test", "allow-update { key drover; };", "app 30 A 10.0.0.1"));
    describe(policy);
  }

  void describe(String policy) throws IOException {
    Files.writeString(
        folder.resolve("failover.yml"),
        """
        sites:
        - {name: first, addresses: [10.0.0.1], engine: "%s", entries: [{name: e1, check: "http://127.0.0.1:%d/"}]}
        - {name: second, addresses: [10.0.0.2], engine: "%s", entries: [{name: e2, check: "http://127.0.0.1:%d/"}]}
        witnesses: %s
        records: [{name: %s, ttl: 30s, addresses: {first: [10.0.0.1], second: [10.0.0.2]}}]
        dns: {zone: example.test, key: %s, servers: ["127.0.0.1:%d"]}
        stacks: [{name: app, order: [db, web]}]
        policy: {period: 30s, timeout: 30s, hold-down: 1s, back-after: 1s, repair: 1s, %s}
        """
            .formatted(
                swarms.get(Side.PRIMARY).dockerHost(),
                one,
                swarms.get(Side.STANDBY).dockerHost(),
                two,
                witnesses,
                RECORD,
                key,
                bind.port(),
                policy));
  }

  private static DockerEngine connect(SimulatedSwarm swarm) {
    return DockerEngine.connect(EngineAddress.parse(swarm.dockerHost()));
  }

  private SitePair pair(Description described) {
    Map<Side, SiteEngine> engines = new EnumMap<>(Side.class);
    Map<Side, Stacks> stacks = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      SiteEngine engine = new SiteEngine(connect(swarms.get(side)), NEVER_STALE, clock::instant);
      engines.put(side, engine);
      stacks.put(side, new EngineStacks(engine.engine(), described.stacks(), clock));
    }
    SiteRecords records =
        new SiteRecords(described, new RecordActuator(() -> true, Clock.systemUTC()));
    return new SitePair(
        described,
        new SiteWatch(described, () -> "token"),
        engines,
        stacks,
        records,
        new SiteActs(described, stacks, records, () -> true));
  }

  Watcher watcher() {
    return new Watcher();
  }

  /** The site's entry point and its engine are gone for everybody. */
  void primaryDies() {
    neighbours.die(one);
    swarms.get(Side.PRIMARY).manager().goAway();
  }

  int replicas(Side side, String service) {
    return swarms.get(side).replicas(ids.get(side + service));
  }

  List<String> dig() {
    return bind.dig(RECORD, "A");
  }

  @Override
  public void close() {
    neighbours.close();
    bind.close();
    store.close();
    third.close();
    swarms.values().forEach(SimulatedSwarm::close);
  }
}
