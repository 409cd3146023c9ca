package io.drover.scaling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Reason;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Share;
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
import io.drover.scaling.act.ResizeActuator;
import io.drover.scaling.observe.JvmHeaps;
import io.drover.scaling.observe.LoadReport;
import io.drover.scaling.observe.PolicyBook;
import io.drover.scaling.observe.ResizeInputs;
import io.drover.scaling.observe.SizeAgents;
import io.drover.scaling.observe.TaskLoad;
import io.drover.scaling.observe.UsageBook;
import io.drover.scaling.record.Checkpoints;
import io.drover.scaling.record.HoursInMemory;
import io.drover.scaling.record.ReplicaTrack;
import io.drover.scaling.record.ResizeBoard;
import io.drover.scaling.record.UsageHistory;
import io.drover.scaling.record.UsagesInMemory;
import io.drover.testkit.Eventually;
import io.drover.testkit.ManualClock;
import io.drover.testkit.sim.SimulatedSwarm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The resizing loop but for its timer, on a simulated Swarm. */
abstract class SimulatedResizing {
  static final long MIB = 1L << 20;
  static final ObjectMapper MAPPER = new ObjectMapper();

  /** Reserves 1 core and 2 GiB, limited to twice that; with parts that Drover does not know. */
  static final String SPEC =
      """
      {"Name":"%s","Labels":%s,
       "TaskTemplate":{"ContainerSpec":{"Image":"sim:1","Args":%s},
        "Resources":{"Limits":{"NanoCPUs":2000000000,"MemoryBytes":4294967296,"Pids":77},
         "Reservations":{"NanoCPUs":1000000000,"MemoryBytes":2147483648,
          "GenericResources":[{"DiscreteResourceSpec":{"Kind":"gpu","Value":1}}]}},"Later":1e3},
       "Mode":{"Replicated":{"Replicas":2}},"UpdateConfig":{"Parallelism":1,"Order":"start-first"}}""";

  /** One agent whose tasks use what a test says; its orders are written down. */
  final class Agents implements SizeAgents {
    final Map<String, Load> loads = new HashMap<>();
    final List<LoadReport.Killed> killed = new ArrayList<>();
    final Map<String, Resources> limits = new HashMap<>();
    boolean away;

    @Override
    public LoadReport ask() {
      if (away) {
        return new LoadReport(Map.of(), List.of(), List.of("agent node1: connection refused"));
      }
      Map<String, TaskLoad> tasks = new HashMap<>();
      loads.forEach(
          (service, load) ->
              swarm.tasks(service).forEach(task -> tasks.put(task, load(task, load))));
      return new LoadReport(tasks, killed, List.of());
    }

    private TaskLoad load(String task, Load load) {
      Instant now = clock.instant();
      return new TaskLoad(
          task,
          URI.create("http://agent"),
          now.minus(Duration.ofHours(1)),
          Reading.known(Cpu.ofMillicores(load.millicores()), now),
          Reading.known(Bytes.ofMebibytes(load.mebibytes()), now),
          Reading.known(Share.ofPercent(load.throttledPercent()), now),
          Reading.known(0L, now),
          Reading.known(
              limits.getOrDefault(
                  task,
                  Resources.NONE
                      .withCpu(Cpu.ofMillicores(2000))
                      .withMemory(Bytes.ofMebibytes(4096))),
              now));
    }

    @Override
    public Outcome resize(URI agent, String taskId, Resources wanted) {
      limits.put(taskId, wanted);
      return new Outcome.Applied("");
    }
  }

  record Load(long millicores, long mebibytes, long throttledPercent) {}

  final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T12:00:00Z"));
  final SimulatedSwarm swarm = SimulatedSwarm.start(clock);
  final DockerEngine engine =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()));
  final Lease lease =
      new Lease(
          "scaling",
          "me",
          new LeaseSettings(Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofMinutes(1)),
          engine,
          TimeSource.system());
  final List<Decision> recorded = new ArrayList<>();
  final ResizeBoard board = new ResizeBoard();
  final PauseSwitch pause = new PauseSwitch(engine);
  final ServiceOrders orders = new ServiceOrders(engine);
  final Agents agents = new Agents();
  final UsagesInMemory stored = new UsagesInMemory();
  final HoursInMemory hours = new HoursInMemory();
  Policies manifests = Policies.NONE;
  PastActs past = new PastActs.Known(List.of());

  @BeforeEach
  void acquire() {
    swarm.startTasksAs("running");
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
    engine.close();
    swarm.close();
  }

  ResizeSteps steps(Mode mode) {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    return new ResizeSteps(
        new ResizeSteps.Parts(
            engine,
            agents,
            new PolicyBook(() -> manifests),
            new ResizeInputs(new UsageBook(), new JvmHeaps(engine)),
            new Checkpoints(stored, new Dependencies(), metrics),
            new UsageHistory(hours, "me", Duration.ofDays(30), new Dependencies()),
            new ReplicaTrack(hours, "me", Duration.ofDays(14), new Dependencies()),
            lease,
            pause,
            orders,
            new Suite(mode, "me"),
            new DecisionIds(clock, new Random(1)),
            new DecisionRecorder(recorded::add, metrics, new RecentDecisions(100, 20)),
            board,
            new ResizeActuator(engine, agents, () -> lease.mayAct(Duration.ofSeconds(3))),
            since -> past,
            metrics.counter("drover.resize.taken.back"),
            () -> new Moment(clock.instant().toEpochMilli() * 1_000_000, clock.instant())));
  }

  String service(String name, String... labels) {
    return serviceWithArgs(name, "[]", labels);
  }

  String serviceWithArgs(String name, String args, String... labels) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    String id = swarm.addService(SPEC.formatted(name, MAPPER.valueToTree(all), args));
    agents.loads.put(id, new Load(400, 1000, 0));
    return id;
  }

  void round(ResizeSteps steps) {
    ResizeSteps.Round round = steps.observe();
    for (Key key : steps.keys(round)) {
      steps.reconcile(key, round);
    }
  }

  /** So many rounds, a minute apart. */
  void rounds(ResizeSteps steps, int count) {
    for (int i = 0; i < count; i++) {
      clock.advance(Duration.ofMinutes(1));
      round(steps);
    }
  }

  JsonNode resources(String id) {
    try {
      return MAPPER.readTree(swarm.spec(id)).at("/TaskTemplate/Resources");
    } catch (JsonProcessingException broken) {
      throw new AssertionError(broken);
    }
  }

  Decision last(String service) {
    return recorded.stream().filter(d -> d.service().equals(service)).toList().getLast();
  }

  static List<String> codes(Decision decision) {
    return decision.plan().reasons().stream().map(Reason::code).toList();
  }

  static String held(Decision decision) {
    return decision.plan().held().getFirst().by().code();
  }

  /** A service that has used 400m and 1000 MiB for eight days. */
  String known(String name, String... labels) {
    stored.steady(name, 400, 1000, clock.instant());
    return service(name, labels);
  }
}
