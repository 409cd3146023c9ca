package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.engine.DockerEngine;
import io.drover.engine.EngineException;
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
import io.drover.scaling.decide.Asked;
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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole loop but for its timer, on a simulated Swarm: nothing that goes wrong stops it. */
class ScalingLoopTest {
  private static final long HALF_A_CORE = 500_000_000;
  private static final long HALF_A_GIB = 512L << 20;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final SimulatedSwarm swarm = SimulatedSwarm.start(clock);
  private final DockerEngine engine =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()));
  // Through a manager of its own, so that the other one is asked by the rounds alone.
  private final DockerEngine besides =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.addManager().dockerHost()));
  private final Lease lease =
      new Lease(
          "scaling",
          "me",
          new LeaseSettings(Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofMinutes(1)),
          besides,
          TimeSource.system());
  private final List<Decision> recorded = new ArrayList<>();
  private final Dependencies dependencies = new Dependencies();
  private final StatusBoard board = new StatusBoard();
  private final PauseSwitch pause = new PauseSwitch(engine);
  private final ServiceOrders orders = new ServiceOrders(engine);
  private final StepRequests stepRequests = new StepRequests();
  private final Map<String, Cpu> load = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private Reading<List<Long>> queueLength = Reading.unknown("Prometheus answered 503");
  private boolean agentsAway;
  private Policies manifests = Policies.NONE;
  private PastActs past = new PastActs.Known(List.of());

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

  private ScalingSteps steps(Mode mode) {
    return steps(mode, lease);
  }

  private ScalingSteps steps(Mode mode, Lease lease) {
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

  private Map<String, Reading<List<Long>>> queried(Set<String> queries) {
    asked.addAll(queries);
    return queries.stream().collect(Collectors.toMap(q -> q, q -> queueLength));
  }

  private AgentsReport report() {
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

  private static ServiceSpec scaled(String name, int replicas) {
    return ServiceSpec.named(name)
        .replicas(replicas)
        .reserving(HALF_A_CORE, HALF_A_GIB)
        .label("drover.scale.min", "2")
        .label("drover.scale.max", "10")
        .label("drover.scale.cpu", "50%");
  }

  /** A service whose tasks have run for long and use this much each. */
  private String service(ServiceSpec spec, int millicores) {
    String id = swarm.addService(spec);
    load.put(id, Cpu.ofMillicores(millicores));
    clock.advance(Duration.ofMinutes(20));
    return id;
  }

  private static void round(ScalingSteps steps) {
    act(steps, steps.observe());
  }

  private static void act(ScalingSteps steps, Round round) {
    for (Key key : steps.keys(round)) {
      steps.reconcile(key, round);
    }
  }

  private Decision last(String service) {
    return recorded.stream().filter(d -> d.service().equals(service)).toList().getLast();
  }

  private static List<String> codes(Decision decision) {
    return decision.plan().reasons().stream().map(Reason::code).toList();
  }

  @Test
  void loadScalesOutAndTheRecordSaysWhy() {
    String web = service(scaled("shop_web", 2), 450);
    round(steps(Mode.ENFORCE));
    assertThat(swarm.replicas(web)).isEqualTo(4);
    assertThat(last("shop_web").results()).containsExactly(new Outcome.Applied(""));
    assertThat(last("shop_web").summary()).contains("from 2 to 4").contains("90%");
  }

  private Map<String, Integer> callsOfARound(ScalingSteps steps) {
    Map<String, Integer> before = swarm.manager().requests();
    round(steps);
    Map<String, Integer> calls = swarm.manager().requests();
    before.forEach((name, count) -> calls.merge(name, -count, Integer::sum));
    calls.values().removeIf(count -> count == 0);
    return calls;
  }

  @Test
  void anIdleRoundCallsTheEngineNoOftenerForManyServicesThanForOne() {
    service(scaled("shop_web", 2), 250);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    Map<String, Integer> one = callsOfARound(steps);
    for (int i = 0; i < 100; i++) {
      service(scaled("shop_web" + i, 2), 250);
    }
    round(steps);
    assertThat(callsOfARound(steps)).isEqualTo(one);
    assertThat(one).containsEntry("GET /services", 1).containsEntry("GET /tasks", 1);
    assertThat(board.all()).hasSize(101);
  }

  @Test
  void aServiceWithoutLabelsIsNeverTouched() {
    String plain = service(ServiceSpec.named("plain").replicas(1), 5000);
    String before = swarm.spec(plain);
    ScalingSteps steps = steps(Mode.ENFORCE);
    for (int i = 0; i < 5; i++) {
      round(steps);
    }
    assertThat(swarm.spec(plain)).isEqualTo(before);
    assertThat(swarm.updates(plain)).isZero();
    assertThat(recorded).isEmpty();
  }

  @Test
  void malformedLabelsAreReportedAllAtOnceAndTheOthersGoOn() {
    String bad = service(scaled("bad", 2).label("drover.scale.max", "lots"), 450);
    String web = service(scaled("shop_web", 2), 450);
    round(steps(Mode.ENFORCE));
    assertThat(codes(last("bad"))).contains("PolicyRejected");
    assertThat(last("bad").summary()).contains("drover.scale.max").contains("lots");
    assertThat(swarm.updates(bad)).isZero();
    assertThat(swarm.replicas(web)).isEqualTo(4);
  }

  @Test
  void aServiceDeletedMidDecisionIsAFailedStepAndNoMore() {
    String gone = service(scaled("gone", 2), 450);
    String web = service(scaled("shop_web", 2), 450);
    ScalingSteps steps = steps(Mode.ENFORCE);
    Round seen = steps.observe();
    swarm.removeService(gone);
    act(steps, seen);
    assertThat(last("gone").results().getFirst().code()).isEqualTo("not_found");
    assertThat(swarm.replicas(web)).isEqualTo(4);
    round(steps);
    assertThat(board.named("gone")).isEmpty();
  }

  @Test
  void aStandByShowsNothingAndSaysWhoKnows() {
    String web = service(scaled("shop_web", 2), 450);
    try (Lease other =
        new Lease(
            "scaling",
            "other",
            new LeaseSettings(Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofMinutes(1)),
            engine,
            TimeSource.system())) {
      assertThat(board.reasonForNone()).isEqualTo("nothing was looked at yet");
      round(steps(Mode.ENFORCE, other));
      assertThat(board.reasonForNone())
          .isEqualTo("nobody holds the lease drover.lease.scaling yet");
      other.start();
      Eventually.holds("the holder is seen", () -> other.view().holder().equals("me"));
      round(steps(Mode.ENFORCE, other));
      assertThat(board.reasonForNone())
          .isEqualTo("this instance stands by: ask me, which holds the lease drover.lease.scaling");
      round(steps(Mode.ENFORCE));
      assertThat(board.reasonForNone()).isEmpty();
      assertThat(board.named("shop_web")).isPresent();
      round(steps(Mode.ENFORCE, other));
      assertThat(board.all()).isEmpty();
      assertThat(swarm.replicas(web)).isEqualTo(4);
    }
  }

  @Test
  void anOvertakenStepIsDecidedAnew() {
    String web = service(scaled("shop_web", 2), 450);
    swarm.manager().faults().overtakeNext(1, "POST /services");
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(last("shop_web").results().getFirst().code()).isEqualTo("conflict");
    assertThat(swarm.replicas(web)).isEqualTo(2);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
  }

  @Test
  void observeModeDecidesAndRecordsOnly() {
    String web = service(scaled("shop_web", 2), 450);
    round(steps(Mode.OBSERVE));
    assertThat(swarm.updates(web)).isZero();
    assertThat(last("shop_web").plan().held()).hasSize(1);
    String own = service(scaled("own", 2).label("drover.mode", "observe"), 450);
    round(steps(Mode.ENFORCE));
    assertThat(swarm.updates(own)).isZero();
  }

  @Test
  void aPauseHoldsEverythingUntilItEnds() {
    String web = service(scaled("shop_web", 2), 450);
    Instant now = clock.instant();
    assertThat(pause.set(now, now.plusSeconds(600), "me", "moving"))
        .isInstanceOf(Outcome.Applied.class);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.updates(web)).isZero();
    assertThat(last("shop_web").summary()).contains("moving");
    clock.advance(Duration.ofSeconds(601));
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
  }

  @Test
  void aRolloutIsLeftAlone() {
    String web = service(scaled("shop_web", 2), 450);
    swarm.rollout(web, "updating");
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.updates(web)).isZero();
    swarm.rollout(web, "completed");
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
    assertThat(swarm.updatesDuringRollouts()).isZero();
  }

  @Test
  void missingAgentsNeverScaleIn() {
    String web = service(scaled("shop_web", 6), 250);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    agentsAway = true;
    for (int minute = 0; minute < 30; minute++) {
      clock.advance(Duration.ofMinutes(1));
      round(steps);
    }
    assertThat(swarm.replicas(web)).isEqualTo(6);
    assertThat(codes(last("shop_web"))).contains("NotMeasured");
    assertThat(dependencies.all())
        .anyMatch(d -> d.name().equals("agents") && !d.up() && !d.required());
  }

  @Test
  void aStackDeployInBetweenIsPutBackInOneRound() {
    String web = service(scaled("shop_web", 2), 450);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    swarm.rewrite(web, scaled("shop_web", 2).json());
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
    assertThat(codes(last("shop_web"))).contains("ReplicasReset");
  }

  @Test
  void whatWasSetBeforeARestartIsStillKnown() {
    String web = service(scaled("shop_web", 2), 200);
    past =
        new PastActs.Known(
            List.of(
                new Decision(
                    "1",
                    clock.instant().minusSeconds(60),
                    "scaling",
                    "before",
                    "shop_web",
                    web,
                    "",
                    new Plan(
                        List.of(
                            new Plan.Step(
                                new SetReplicas(web, "shop_web", 1, 2, 5),
                                List.of(Reason.of("Rescale", "load")))),
                        List.of(),
                        List.of()),
                    List.of(new Outcome.Applied("")),
                    Map.of())));
    round(steps(Mode.ENFORCE));
    assertThat(swarm.replicas(web)).isEqualTo(5);
  }

  @Test
  void aSilentEngineIsSaidAndLaterForgotten() {
    String web = service(scaled("shop_web", 2), 450);
    ScalingSteps steps = steps(Mode.ENFORCE);
    swarm.manager().faults().failNext(1, "GET /services", 500, "no leader");
    assertThatThrownBy(steps::observe).isInstanceOf(EngineException.class);
    assertThat(dependencies.all())
        .anyMatch(d -> d.name().equals("engine") && !d.up() && d.required());
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
  }

  private static ServiceSpec queued(String name, int replicas) {
    return ServiceSpec.named(name)
        .replicas(replicas)
        .label("drover.scale.min", "2")
        .label("drover.scale.max", "10")
        .label("drover.scale.metric.jobs", "100/task")
        .label("drover.scale.metric.jobs.query", "sum(jobs)");
  }

  @Test
  void aQueriedMetricScalesOutAndIn() {
    String worker = service(queued("shop_worker", 2), 10);
    queueLength = Reading.known(List.of(350_000L), clock.instant());
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(asked).containsExactly("sum(jobs)");
    assertThat(swarm.replicas(worker)).isEqualTo(4);
    queueLength = Reading.known(List.of(120_000L), clock.instant());
    for (int minute = 0; minute < 7; minute++) {
      clock.advance(Duration.ofMinutes(1));
      round(steps);
    }
    assertThat(swarm.replicas(worker)).isEqualTo(2);
  }

  @Test
  void aQueryThatFailsNeverScalesIn() {
    String worker = service(queued("shop_worker", 6).label("drover.scale.cpu", "500m"), 10);
    ScalingSteps steps = steps(Mode.ENFORCE);
    for (int minute = 0; minute < 30; minute++) {
      clock.advance(Duration.ofMinutes(1));
      round(steps);
    }
    assertThat(swarm.updates(worker)).isZero();
    assertThat(last("shop_worker").summary()).contains("Prometheus answered 503");
    assertThat(dependencies.all())
        .anyMatch(d -> d.name().equals("metrics") && !d.up() && !d.required());
  }

  @Test
  void aWindowRaisesTheFewestWhileItIsOpen() {
    String web =
        service(
            scaled("shop_web", 2).label("drover.schedule.noon", "0 13 * * * for 1h: min=6"), 10);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(2);
    clock.advance(Duration.ofMinutes(41));
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(6);
    assertThat(last("shop_web").summary())
        .contains("window noon, open until 2026-01-01T14:00:00Z: min=6");
    assertThat(codes(last("shop_web"))).contains("ScheduleOpen");
    for (int minute = 0; minute < 70; minute++) {
      clock.advance(Duration.ofMinutes(1));
      round(steps);
    }
    assertThat(swarm.replicas(web)).isEqualTo(2);
    assertThat(codes(last("shop_web"))).doesNotContain("ScheduleOpen");
  }

  @Test
  void aStackDeployInAWindowIsPutBackToTheWindowsBounds() {
    ServiceSpec spec =
        scaled("shop_web", 2).label("drover.schedule.noon", "0 12 * * * for 3h: min=6");
    String web = service(spec, 10);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(6);
    swarm.rewrite(web, spec.json());
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(6);
  }

  @Test
  void noTaskIsAskedForThatNoNodeHasRoomFor() {
    // One task on each of the two nodes; the smaller one has no room left at all.
    String hog =
        swarm.addService(ServiceSpec.named("hog").replicas(2).reserving(62_900_000_000L, 1));
    String web = service(scaled("shop_web", 2), 450);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(3);
    assertThat(last("shop_web").summary())
        .contains("from 2 to 3")
        .contains("limited from 4 to 3 tasks by what the nodes have left to reserve");
    // The simulated Swarm places in turn and not by room: fill up what is left wherever it is.
    String rest =
        swarm.addService(ServiceSpec.named("rest").replicas(2).reserving(600_000_000L, 1));
    clock.advance(Duration.ofMinutes(20));
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(3);
    assertThat(last("shop_web").plan().held().getFirst().by().code()).isEqualTo("NoCapacity");
    swarm.removeService(hog);
    swarm.removeService(rest);
    round(steps);
    assertThat(swarm.replicas(web)).isGreaterThan(3);
  }

  /** The reference document's manifests as they are. */
  private static Policies reference(String... files) {
    return PolicyReader.read(
        Stream.of(files)
            .collect(
                Collectors.toMap(
                    file -> file,
                    file -> {
                      try {
                        return Files.readString(
                            Path.of("../../src/manifests/src/test/resources/reference", file));
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    })));
  }

  private String application(int replicas, int millicores) {
    return service(
        ServiceSpec.named("medianest_medianest-app")
            .replicas(replicas)
            .reserving(HALF_A_CORE, HALF_A_GIB)
            .label(ServiceView.STACK_LABEL, "medianest"),
        millicores);
  }

  @Test
  void anAutoscalersManifestGovernsAServiceWithoutLabels() {
    String app = application(2, 450);
    manifests = reference("hpa.yaml");
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    clock.advance(Duration.ofSeconds(61));
    round(steps);
    // 90 % of what is reserved, against 70 %, for a whole stabilization window.
    assertThat(swarm.replicas(app)).isEqualTo(3);
    assertThat(last("medianest_medianest-app").summary()).contains("from 2 to 3");
    assertThat(board.named("medianest_medianest-app").orElseThrow().max()).isEqualTo(10);
    manifests = Policies.NONE;
    int before = recorded.size();
    round(steps);
    assertThat(recorded).hasSize(before);
    assertThat(board.named("medianest_medianest-app")).isEmpty();
  }

  @Test
  void twoManifestsForOneServiceAreLeftToTheOperator() {
    String app = application(2, 450);
    manifests = reference("hpa.yaml", "scheduled-hpa.yaml");
    round(steps(Mode.ENFORCE));
    assertThat(swarm.updates(app)).isZero();
    assertThat(codes(last("medianest_medianest-app"))).containsExactly("AmbiguousSelector");
    assertThat(last("medianest_medianest-app").summary())
        .contains("medianest-app-hpa", "medianest-scheduled-hpa", "drover.io/schedule");
  }

  @Test
  void whatWasChangedWhileItWasLeftAloneIsNotPutBack() {
    String app = application(2, 450);
    manifests = reference("hpa.yaml");
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    clock.advance(Duration.ofSeconds(61));
    round(steps);
    assertThat(swarm.replicas(app)).isEqualTo(3);
    manifests = reference("hpa.yaml", "scheduled-hpa.yaml");
    round(steps);
    swarm.rewrite(app, swarm.spec(app).replace("\"Replicas\":3", "\"Replicas\":2"));
    assertThat(swarm.replicas(app)).isEqualTo(2);
    load.put(app, Cpu.ofMillicores(350));
    round(steps);
    manifests = reference("hpa.yaml");
    clock.advance(Duration.ofMinutes(20));
    round(steps);
    assertThat(swarm.replicas(app)).isEqualTo(2);
  }

  @Test
  void mistakesInFilesAreInTheStatusAndTheServiceIsLeftAlone() {
    String app = application(2, 450);
    manifests =
        PolicyReader.read(
            Map.of(
                "wrong.yaml",
                """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: a}
                spec: {scaleTargetRef: {kind: Deployment, name: medianest-app}, maxReplica: 5}
                """));
    round(steps(Mode.ENFORCE));
    assertThat(swarm.updates(app)).isZero();
    assertThat(codes(last("medianest_medianest-app"))).containsOnly("PolicyRejected").hasSize(2);
    assertThat(dependencies.all())
        .anyMatch(
            one ->
                one.name().equals("manifests")
                    && !one.up()
                    && one.reason().contains("wrong.yaml:4: spec.maxReplica: is no field here"));
  }

  @Test
  void anOperatorsCountHoldsUntilItExpires() {
    String web = service(scaled("shop_web", 2), 250);
    Instant until = clock.instant().plus(Duration.ofHours(1));
    orders.set(web, new ServiceOrder.Replicas(12, until, "ann", "sale"));
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(12);
    assertThat(last("shop_web").summary()).contains("from 2 to 12", "by ann: sale");
    clock.advance(Duration.ofMinutes(59));
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(12);
    clock.advance(Duration.ofMinutes(2));
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(10);
    assertThat(engine.config("drover.order." + web)).isPresent();
    clock.advance(Duration.ofMinutes(5));
    round(steps);
    assertThat(engine.config("drover.order." + web)).isEmpty();
  }

  @Test
  void anOrderThatCantBeReadKeepsTheServiceAsItIs() {
    String web = service(scaled("shop_web", 2), 450);
    engine.createConfig(
        "drover.order." + web,
        Map.of("drover.order.service", web, "drover.order.until", "tomorrow"));
    round(steps(Mode.ENFORCE));
    assertThat(swarm.updates(web)).isZero();
    assertThat(last("shop_web").summary()).contains("drover.order." + web, "can't be read");
  }

  @Test
  void oneServicesPauseIsNoOthers() {
    String web = service(scaled("shop_web", 2), 450);
    String api = service(scaled("shop_api", 2), 450);
    Instant until = clock.instant().plus(Duration.ofHours(1));
    orders.set(api, new ServiceOrder.Pause(until, "ann", "looking into it"));
    round(steps(Mode.ENFORCE));
    assertThat(swarm.replicas(web)).isEqualTo(4);
    assertThat(swarm.updates(api)).isZero();
  }

  @Test
  void withoutMeasurementsTheFallbackIsDueAfterItsRounds() {
    String web = service(scaled("shop_web", 2).label("drover.scale.fallback", "4 after 3"), 0);
    agentsAway = true;
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(2);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
    assertThat(last("shop_web").summary()).contains("3 rounds in a row without a result");
  }

  @Test
  void aStepThatWasAskedForIsTakenOnce() {
    String web = service(scaled("shop_web", 2), 250);
    stepRequests.ask(web, new Asked.Step(true, "alert QueueIsLong"), clock.instant());
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(3);
    assertThat(last("shop_web").summary()).contains("one task more: alert QueueIsLong");
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(3);
    swarm.rollout(web, "updating");
    stepRequests.ask(web, new Asked.Step(true, "in a rollout"), clock.instant());
    round(steps);
    swarm.rollout(web, "completed");
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
    stepRequests.ask(web, new Asked.Step(true, "late"), clock.instant());
    clock.advance(Duration.ofMinutes(2));
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
  }
}
