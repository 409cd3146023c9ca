package io.drover.scaling;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Reason;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.engine.DockerEngine;
import io.drover.journal.PastActs;
import io.drover.manifests.Policies;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.loop.Key;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.record.RecentDecisions;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.Moment;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import io.drover.scaling.act.ReplicaActuator;
import io.drover.scaling.decide.ScalingSettings;
import io.drover.scaling.observe.AgentsReport;
import io.drover.scaling.observe.PolicyBook;
import io.drover.scaling.observe.ScalingInputs;
import io.drover.scaling.observe.StepRequests;
import io.drover.scaling.observe.TaskFactsReader;
import io.drover.scaling.observe.TaskUsage;
import io.drover.scaling.record.HoursInMemory;
import io.drover.scaling.record.ReplicaTrack;
import io.drover.scaling.record.StatusBoard;
import io.drover.testkit.Eventually;
import io.drover.testkit.ManualClock;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The whole loop but for its timer, on a simulated Swarm of one node, with agents that tell the
 * load that a test gives.
 */
abstract class SimulatedScaling {
  static final long HALF_A_CORE = 500_000_000;
  static final long HALF_A_GIB = 512L << 20;

  final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T12:00:00Z"));
  final SimulatedSwarm swarm = SimulatedSwarm.start(clock);
  final DockerEngine engine =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()));
  // Through a manager of its own, so that the other one is asked by the rounds alone.
  final DockerEngine besides =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.addManager().dockerHost()));
  final Lease lease =
      new Lease(
          "scaling",
          "me",
          new LeaseSettings(Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofMinutes(1)),
          besides,
          TimeSource.system());
  final List<Decision> recorded = new ArrayList<>();
  final Dependencies dependencies = new Dependencies();
  final StatusBoard board = new StatusBoard();
  final PauseSwitch pause = new PauseSwitch(engine);
  final ServiceOrders orders = new ServiceOrders(engine);
  final StepRequests stepRequests = new StepRequests();
  final Map<String, Cpu> load = new HashMap<>();
  final Set<String> asked = new HashSet<>();
  Reading<List<Long>> queueLength = Reading.unknown("Prometheus answered 503");
  boolean agentsAway;
  Policies manifests = Policies.NONE;
  PastActs past = new PastActs.Known(List.of());

  @BeforeEach
  void acquire() {
    swarm.addNode("node1", 64_000_000_000L, 256L << 30, Map.of());
    swarm.startTasksAs("running");
    // A lease that is there already, and free, is had at once; one that must be made first is not.
    engine.createConfig(
        "drover.lease.scaling",
        Map.of(
            "drover.lease.holder", "",
            "drover.lease.epoch", "1",
            "drover.lease.renewal", "1",
            "drover.lease.ttl", "PT2M"));
    lease.start();
    Eventually.holds("the lease is held", () -> lease.mayAct(Duration.ZERO));
  }

  @AfterEach
  void stop() {
    lease.close();
    besides.close();
    engine.close();
    swarm.close();
  }

  ScalingSteps steps(Mode mode) {
    return steps(mode, lease);
  }

  ScalingSteps steps(Mode mode, Lease lease) {
    return new ScalingSteps(
        new ScalingSteps.Parts(
            engine,
            this::report,
            this::queried,
            new ScalingInputs(
                ScalingSettings.KUBERNETES,
                new TaskFactsReader(Duration.ofSeconds(30), Duration.ofSeconds(30))),
            lease,
            pause,
            orders,
            stepRequests,
            new Suite(mode, "me"),
            new DecisionIds(clock, new Random(1)),
            new DecisionRecorder(
                recorded::add, new SimpleMeterRegistry(), new RecentDecisions(100, 20)),
            board,
            new ReplicaTrack(new HoursInMemory(), "me", Duration.ofDays(14), new Dependencies()),
            new PolicyBook(() -> manifests),
            new ReplicaActuator(engine, () -> lease.mayAct(Duration.ofSeconds(3))),
            dependencies,
            since -> past,
            () -> new Moment(clock.instant().toEpochMilli() * 1_000_000, clock.instant())));
  }

  Map<String, Reading<List<Long>>> queried(Set<String> queries) {
    asked.addAll(queries);
    return queries.stream().collect(Collectors.toMap(q -> q, q -> queueLength));
  }

  AgentsReport report() {
    if (agentsAway) {
      return new AgentsReport(Map.of(), 0, List.of("agent node1: connection refused"));
    }
    Map<String, TaskUsage> usage = new HashMap<>();
    load.forEach(
        (service, cpu) ->
            swarm
                .tasks(service)
                .forEach(
                    task ->
                        usage.put(
                            task,
                            new TaskUsage(
                                task,
                                Reading.known(cpu, clock.instant()),
                                Reading.known(Bytes.ofMebibytes(10), clock.instant()),
                                Duration.ofSeconds(5)))));
    return new AgentsReport(usage, 1, List.of());
  }

  static ServiceSpec scaled(String name, int replicas) {
    return ServiceSpec.named(name)
        .replicas(replicas)
        .reserving(HALF_A_CORE, HALF_A_GIB)
        .label("drover.scale.min", "2")
        .label("drover.scale.max", "10")
        .label("drover.scale.cpu", "50%");
  }

  /** A service whose tasks have run for long and use this much each. */
  String service(ServiceSpec spec, int millicores) {
    String id = swarm.addService(spec);
    load.put(id, Cpu.ofMillicores(millicores));
    clock.advance(Duration.ofMinutes(20));
    return id;
  }

  static void round(ScalingSteps steps) {
    act(steps, steps.observe());
  }

  static void act(ScalingSteps steps, Round round) {
    for (Key key : steps.keys(round)) {
      steps.reconcile(key, round);
    }
  }

  Decision last(String service) {
    return recorded.stream().filter(d -> d.service().equals(service)).toList().getLast();
  }

  static List<String> codes(Decision decision) {
    return decision.plan().reasons().stream().map(Reason::code).toList();
  }
}
