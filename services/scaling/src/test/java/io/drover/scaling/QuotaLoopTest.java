package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Reason;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.engine.DockerEngine;
import io.drover.journal.PastActs;
import io.drover.manifests.Policies;
import io.drover.manifests.PolicyReader;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The scaling loop in stacks with quotas: whoever wants more gets what the quota admits. */
class QuotaLoopTest {
  private static final long HALF_A_CORE = 500_000_000;
  private static final long HALF_A_GIB = 512L << 20;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final SimulatedSwarm swarm = SimulatedSwarm.start(clock);
  private final DockerEngine engine =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()));
  private final Lease lease =
      new Lease(
          "scaling",
          "me",
          new LeaseSettings(Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofMinutes(1)),
          engine,
          TimeSource.system());
  private final ServiceOrders orders = new ServiceOrders(engine);
  private final List<Decision> recorded = new ArrayList<>();
  private final Map<String, Cpu> load = new HashMap<>();
  private Policies manifests = Policies.NONE;
  private ScalingSteps steps;

  @BeforeEach
  void start() {
    swarm.addNode("node2", 64_000_000_000L, 256L << 30, Map.of());
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
    steps =
        new ScalingSteps(
            new ScalingSteps.Parts(
                engine,
                this::report,
                queries -> Map.of(),
                new ScalingInputs(
                    ScalingSettings.KUBERNETES,
                    new TaskFactsReader(Duration.ofSeconds(30), Duration.ofSeconds(30))),
                lease,
                new PauseSwitch(engine),
                orders,
                new StepRequests(),
                new Suite(Mode.ENFORCE, "me"),
                new DecisionIds(clock, new Random(1)),
                new DecisionRecorder(
                    recorded::add, new SimpleMeterRegistry(), new RecentDecisions(100, 20)),
                new StatusBoard(),
                new ReplicaTrack(
                    new HoursInMemory(), "me", Duration.ofDays(14), new Dependencies()),
                new PolicyBook(() -> manifests),
                new ReplicaActuator(engine, () -> lease.mayAct(Duration.ofSeconds(3))),
                new Dependencies(),
                since -> new PastActs.Known(List.of()),
                () -> new Moment(clock.instant().toEpochMilli() * 1_000_000, clock.instant())));
  }

  @AfterEach
  void stop() {
    lease.close();
    engine.close();
    swarm.close();
  }

  private AgentsReport report() {
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

  private static ServiceSpec scaled(String name, int replicas) {
    return ServiceSpec.named(name)
        .replicas(replicas)
        .reserving(HALF_A_CORE, HALF_A_GIB)
        .limited(2 * HALF_A_CORE, 2 * HALF_A_GIB)
        .label("drover.scale.min", "1")
        .label("drover.scale.max", "10")
        .label("drover.scale.cpu", "50%");
  }

  /** A service whose tasks have run for long and use 90 % of what they reserve. */
  private String busy(String spec) {
    String id = swarm.addService(spec);
    load.put(id, Cpu.ofMillicores(450));
    clock.advance(Duration.ofMinutes(20));
    return id;
  }

  private String busy(ServiceSpec spec) {
    return busy(spec.json());
  }

  private void quota(String hard) {
    manifests =
        PolicyReader.read(
            Map.of(
                "quota.yaml",
                """
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: q, namespace: shop}
                spec: {hard: {%s}}
                """
                    .formatted(hard)));
    assertThat(manifests.problems()).isEmpty();
  }

  private void round() {
    Round round = steps.observe();
    for (Key key : steps.keys(round)) {
      steps.reconcile(key, round);
    }
  }

  private Decision last(String service) {
    return recorded.stream().filter(d -> d.service().equals(service)).toList().getLast();
  }

  @Test
  void whoWantsMoreGetsWhatTheQuotaAdmits() {
    String web = busy(scaled("shop_web", 2));
    quota("limits.cpu: 3");
    round();
    assertThat(swarm.replicas(web)).isEqualTo(3);
    assertThat(last("shop_web").summary())
        .contains(
            "limited from 4 to 3 tasks by quota q of stack shop: each takes 1 of limits.cpu, of which others leave it 3 of 3");
    clock.advance(Duration.ofMinutes(20));
    round();
    assertThat(swarm.replicas(web)).isEqualTo(3);
    assertThat(last("shop_web").plan().held().getFirst().by().code()).isEqualTo("NoQuota");
    quota("limits.cpu: 9");
    round();
    assertThat(swarm.replicas(web)).isEqualTo(6);
  }

  @Test
  void theReferencesQuotaHoldsAsItIs() throws IOException {
    Path reference = Path.of("../../src/manifests/src/test/resources/reference");
    manifests =
        PolicyReader.read(
            Map.of(
                "quota.yaml", Files.readString(reference.resolve("resource-quota.yaml")),
                "limits.yaml", Files.readString(reference.resolve("limit-range.yaml"))));
    // 38 tasks without limits of their own have the LimitRange's: half a core of 20 each.
    swarm.addService(ServiceSpec.named("medianest_batch").replicas(38).json());
    String app = busy(scaled("medianest_app", 1));
    round();
    assertThat(swarm.replicas(app)).isEqualTo(2);
    clock.advance(Duration.ofMinutes(20));
    round();
    assertThat(swarm.replicas(app)).isEqualTo(2);
    assertThat(last("medianest_app").summary())
        .contains("each takes 500m of requests.cpu, of which others leave it 1 of 20");
  }

  @Test
  void twoThatGrowInOneRoundDontGetTheSameRoomTwice() {
    String web = busy(scaled("shop_web", 2));
    String api = busy(scaled("shop_api", 2));
    quota("pods: 6");
    round();
    assertThat(swarm.replicas(web) + swarm.replicas(api)).isEqualTo(6);
  }

  @Test
  void otherStacksAreNotLimited() {
    String web = busy(scaled("blog_web", 2));
    quota("pods: 2");
    round();
    assertThat(swarm.replicas(web)).isEqualTo(4);
  }

  @Test
  void roomForAnUpdateThatStartsFirstIsLeft() {
    String web =
        busy(
            scaled("shop_web", 2)
                .json()
                .replaceFirst(
                    "\\{", "{\"UpdateConfig\":{\"Order\":\"start-first\",\"Parallelism\":1},"));
    quota("pods: 4");
    round();
    assertThat(swarm.replicas(web)).isEqualTo(3);
  }

  @Test
  void anOrderIsHeldToTheQuotaToo() {
    String web = busy(scaled("shop_web", 2));
    quota("requests.memory: 3Gi");
    orders.set(
        web,
        new ServiceOrder.Replicas(
            9, clock.instant().plus(Duration.ofHours(1)), "ada", "a campaign"));
    round();
    assertThat(swarm.replicas(web)).isEqualTo(6);
    assertThat(last("shop_web").plan().steps().getFirst().reasons())
        .extracting(Reason::code)
        .contains("LimitedByQuota");
  }

  @Test
  void whatDoesNotDeclareWhatTheQuotaBoundsGetsNoMore() {
    String web = busy(scaled("shop_web", 2));
    quota("limits.pids: 1000");
    round();
    assertThat(swarm.replicas(web)).isEqualTo(2);
    assertThat(last("shop_web").summary())
        .contains("shop_web declares no limits.pids, which quota q of stack shop bounds");
  }

  @Test
  void fewerTasksAlwaysPass() {
    String web = busy(scaled("shop_web", 4));
    load.put(web, Cpu.ofMillicores(10));
    quota("pods: 1");
    for (int i = 0; i < 30; i++) {
      round();
      clock.advance(Duration.ofSeconds(15));
    }
    assertThat(swarm.replicas(web)).isEqualTo(1);
  }
}
