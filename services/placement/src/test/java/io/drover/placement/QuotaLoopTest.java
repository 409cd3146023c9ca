package io.drover.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.engine.DockerEngine;
import io.drover.journal.PastActs;
import io.drover.manifests.Policies;
import io.drover.manifests.PolicyReader;
import io.drover.placement.act.quota.QuotaActuator;
import io.drover.placement.observe.quota.QuotaObserver;
import io.drover.placement.observe.quota.VolumeAgents;
import io.drover.placement.record.quota.QuotaBoard;
import io.drover.placement.record.quota.QuotaMetrics;
import io.drover.placement.record.quota.QuotasInForce;
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
import io.drover.runtime.time.Moment;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import io.drover.testkit.Eventually;
import io.drover.testkit.ManualClock;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The whole loop but for its timer: changes from outside that break a quota, told or taken back.
 */
class QuotaLoopTest {
  private static final long CORE = 1_000_000_000L;
  private static final long GIB = 1L << 30;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final SimulatedSwarm swarm = SimulatedSwarm.start(clock);
  private final DockerEngine engine =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()));
  private final Lease lease =
      new Lease(
          "placement",
          "me",
          new LeaseSettings(Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofMinutes(1)),
          engine,
          TimeSource.system());
  private final ServiceOrders orders = new ServiceOrders(engine);
  private final Dependencies dependencies = new Dependencies();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<Decision> recorded = new ArrayList<>();
  private Policies manifests = Policies.NONE;
  private PastActs past = new PastActs.Known(List.of());
  private QuotaSteps steps;

  @BeforeEach
  void start() {
    swarm.startTasksAs("running");
    engine.createConfig(
        "drover.lease.placement",
        Map.of(
            "drover.lease.holder", "",
            "drover.lease.epoch", "1",
            "drover.lease.renewal", "1",
            "drover.lease.ttl", "PT2M"));
    lease.start();
    Eventually.holds("the lease is held", () -> lease.mayAct(Duration.ZERO));
    steps = steps(Mode.ENFORCE);
  }

  @AfterEach
  void stop() {
    lease.close();
    engine.close();
    swarm.close();
  }

  /** A loop that knows nothing from before, as after a restart. */
  private QuotaSteps steps(Mode mode) {
    return new QuotaSteps(
        new QuotaSteps.Parts(
            new QuotaObserver(
                engine,
                () -> manifests,
                new VolumeAgents(
                    new AgentCalls(
                        AgentAddresses.fixed(List.of()), () -> "", Duration.ofSeconds(1)))),
            new QuotasInForce(engine),
            new QuotaActuator(engine, () -> lease.mayAct(Duration.ofSeconds(3))),
            lease,
            new PauseSwitch(engine),
            orders,
            new Suite(mode, "me"),
            new DecisionIds(clock, new Random(1)),
            new DecisionRecorder(
                recorded::add, new SimpleMeterRegistry(), new RecentDecisions(100, 20)),
            new QuotaBoard(),
            new QuotaMetrics(metrics),
            dependencies,
            (loop, service, since) -> past,
            () -> new Moment(clock.instant().toEpochMilli() * 1_000_000, clock.instant())));
  }

  private void quota(String annotation, String hard) {
    manifests =
        PolicyReader.read(
            Map.of(
                "quota.yaml",
                """
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: q, namespace: shop, annotations: {%s}}
                spec: {hard: {%s}}
                """
                    .formatted(annotation, hard)));
    assertThat(manifests.problems()).isEmpty();
  }

  private void strictQuota(String hard) {
    quota("drover.io/quota: strict", hard);
  }

  private String service(String name, int replicas) {
    return service(ServiceSpec.named(name).replicas(replicas).limited(CORE, GIB));
  }

  private String service(ServiceSpec spec) {
    clock.advance(Duration.ofSeconds(10));
    return swarm.addService(spec.json());
  }

  /** As {@code docker service scale} does, some time later. */
  private void scale(String id, int replicas) {
    change(id, "\"Replicas\":" + swarm.replicas(id), "\"Replicas\":" + replicas);
  }

  private void change(String id, String from, String to) {
    clock.advance(Duration.ofSeconds(10));
    assertThat(swarm.spec(id)).contains(from);
    swarm.rewrite(id, swarm.spec(id).replace(from, to));
  }

  private void round() {
    QuotaSteps.Round round = steps.observe();
    for (Key key : steps.keys(round)) {
      steps.reconcile(key, round);
    }
    clock.advance(Duration.ofSeconds(5));
  }

  private Decision last(String about) {
    return recorded.stream().filter(d -> d.service().equals(about)).toList().getLast();
  }

  private static List<String> codes(Decision decision) {
    return decision.plan().reasons().stream().map(Reason::code).toList();
  }

  private List<String> missing() {
    return dependencies.all().stream()
        .filter(one -> !one.up())
        .map(Dependencies.Dependency::reason)
        .toList();
  }

  @Test
  void withoutStrictItIsToldAtOnceAndNothingIsChanged() {
    String web = service("shop_web", 2);
    quota("", "pods: 3");
    round();
    assertThat(codes(last("shop"))).containsExactly("WithinQuota");
    scale(web, 5);
    round();
    assertThat(swarm.replicas(web)).isEqualTo(5);
    assertThat(codes(last("shop"))).containsExactly("QuotaExceeded");
    assertThat(codes(last("shop_web"))).containsExactly("QuotaBroken", "QuotaReported");
    assertThat(missing()).containsExactly("stack shop: pods 5 of 3 (shop_web 5)");
    assertThat(metrics.get("drover.quota.used").tag("resource", "pods").gauge().value())
        .isEqualTo(5);
    assertThat(metrics.get("drover.quota.exceeded").tag("stack", "shop").gauge().value())
        .isEqualTo(1);
    scale(web, 3);
    round();
    assertThat(codes(last("shop"))).containsExactly("WithinQuota");
    assertThat(missing()).isEmpty();
  }

  @Test
  void withStrictTheServiceGoesBackToItsLastCompliantSpec() {
    String web =
        service(ServiceSpec.named("shop_web").limited(CORE, GIB).label("drover.quota", "strict"));
    quota("", "limits.cpu: 3");
    round();
    scale(web, 3);
    round();
    String compliant = swarm.spec(web);
    change(web, "sim:1", "sim:2");
    round();
    String image = swarm.spec(web);
    change(web, "\"NanoCPUs\":" + CORE, "\"NanoCPUs\":" + 2 * CORE);
    round();
    assertThat(swarm.spec(web)).isEqualTo(image).isNotEqualTo(compliant);
    assertThat(last("shop_web").summary())
        .isEqualTo(
            "give shop_web back what it had: 3 tasks with cpu limit 1, memory limit 1Gi:"
                + " its last change breaks the stack's quota: limits.cpu 6 of 3 (shop_web 6)");
    assertThat(last("shop_web").results()).containsExactly(new Outcome.Applied(""));
    assertThat(metrics.get("drover.quota.taken.back").counter().count()).isEqualTo(1);
    round();
    assertThat(swarm.spec(web)).isEqualTo(image);
  }

  @Test
  void whoseChangeBrokeItGoesBackAndTheOthersStay() {
    String web = service("shop_web", 2);
    String api = service("shop_api", 2);
    strictQuota("pods: 6");
    round();
    scale(api, 4);
    round();
    scale(web, 4);
    round();
    round();
    assertThat(swarm.replicas(web)).isEqualTo(2);
    assertThat(swarm.replicas(api)).isEqualTo(4);
  }

  @Test
  void ofSeveralTheOneThatChangedLastGoesBackFirst() {
    String web = service("shop_web", 2);
    String api = service("shop_api", 2);
    strictQuota("pods: 6");
    round();
    scale(api, 4);
    scale(web, 4);
    round();
    assertThat(swarm.replicas(web)).isEqualTo(2);
    assertThat(codes(last("shop_api"))).containsExactly("QuotaBroken", "ChangedEarlier");
    round();
    assertThat(swarm.replicas(api)).isEqualTo(4);
  }

  @Test
  void whatIsThereWhenAQuotaComesStays() {
    String web = service("shop_web", 5);
    strictQuota("pods: 3");
    round();
    round();
    assertThat(swarm.updates(web)).isZero();
    assertThat(codes(last("shop"))).containsExactly("QuotaExceeded");
    strictQuota("pods: 2");
    round();
    assertThat(swarm.updates(web)).isZero();
    scale(web, 6);
    round();
    assertThat(swarm.replicas(web)).isEqualTo(5);
  }

  @Test
  void aNewServiceGetsAsManyTasksAsFit() {
    service("shop_web", 2);
    strictQuota("pods: 5, services: 2");
    round();
    String api = service("shop_api", 9);
    round();
    assertThat(swarm.replicas(api)).isEqualTo(3);
    String third = service("shop_more", 1);
    round();
    assertThat(swarm.replicas(third)).isZero();
    int updates = swarm.updates(third);
    round();
    assertThat(swarm.updates(third)).isEqualTo(updates);
    assertThat(codes(last("shop_more"))).containsExactly("QuotaBroken", "QuotaNothingLeft");
  }

  @Test
  void whoeverMeansItIsLeftAfterThreeTimes() {
    String web = service("shop_web", 2);
    strictQuota("pods: 3");
    round();
    for (int i = 0; i < 3; i++) {
      scale(web, 5);
      round();
      assertThat(swarm.replicas(web)).isEqualTo(2);
    }
    scale(web, 5);
    round();
    round();
    assertThat(swarm.replicas(web)).isEqualTo(5);
    assertThat(codes(last("shop_web"))).containsExactly("QuotaBroken", "QuotaGaveUp");
    clock.advance(Duration.ofHours(1));
    round();
    assertThat(swarm.replicas(web)).isEqualTo(2);
  }

  @Test
  void aScaleOutThroughDroverIsNotFought() {
    String web = service("shop_web", 2);
    String api = service("shop_api", 2);
    strictQuota("pods: 6");
    round();
    scale(api, 4);
    scale(web, 4);
    past =
        new PastActs.Known(
            List.of(
                new Decision(
                    "1",
                    clock.instant(),
                    "scaling",
                    "other",
                    "shop_web",
                    web,
                    "scaled",
                    new Plan(
                        List.of(
                            new Plan.Step(
                                new Action.SetReplicas(web, "shop_web", 1, 2, 4),
                                List.of(Reason.of("Rescale", "load")))),
                        List.of(),
                        List.of()),
                    List.of(new Outcome.Applied("")),
                    Map.of())));
    round();
    assertThat(swarm.replicas(web)).isEqualTo(4);
    assertThat(codes(last("shop_web"))).containsExactly("QuotaBroken", "ByDrover");
    assertThat(swarm.replicas(api)).isEqualTo(2);
  }

  @Test
  void whileTheJournalIsAwayWhatDroverMayHaveScaledStays() {
    String web =
        service(
            ServiceSpec.named("shop_web")
                .replicas(2)
                .label("drover.scale.max", "9")
                .label("drover.quota", "strict"));
    quota("", "pods: 3");
    round();
    scale(web, 5);
    past = new PastActs.Partial(List.of(), "the database is away");
    round();
    assertThat(swarm.replicas(web)).isEqualTo(5);
    assertThat(codes(last("shop_web"))).containsExactly("QuotaBroken", "JournalAway");
    past = new PastActs.Known(List.of());
    round();
    assertThat(swarm.replicas(web)).isEqualTo(2);
  }

  @Test
  void aRolloutAPauseAndObserveModeHoldIt() {
    String web = service("shop_web", 2);
    strictQuota("pods: 3");
    round();
    scale(web, 5);
    swarm.rollout(web, "updating");
    round();
    assertThat(last("shop_web").plan().held().getFirst().by().code())
        .isEqualTo("RolloutInProgress");
    swarm.rollout(web, "completed");
    orders.set(
        web,
        new ServiceOrder.Pause(clock.instant().plus(Duration.ofMinutes(10)), "ada", "hands off"));
    round();
    assertThat(last("shop_web").plan().held().getFirst().by().code()).isEqualTo("Paused");
    assertThat(swarm.replicas(web)).isEqualTo(5);
    clock.advance(Duration.ofMinutes(10));
    round();
    assertThat(swarm.replicas(web)).isEqualTo(2);
    steps = steps(Mode.OBSERVE);
    round();
    scale(web, 5);
    round();
    assertThat(swarm.replicas(web)).isEqualTo(5);
    assertThat(last("shop_web").plan().held()).hasSize(1);
  }

  @Test
  void whatBrokeItWhileNobodyLookedGoesBackToWhatTheEngineKnows() {
    String web = service("shop_web", 2);
    strictQuota("pods: 3");
    round();
    scale(web, 5);
    String fresh = service("shop_fresh", 4);
    steps = steps(Mode.ENFORCE);
    round();
    assertThat(swarm.replicas(fresh)).isZero();
    round();
    assertThat(swarm.replicas(web)).isEqualTo(2);
  }

  @Test
  void aQuotaThatChangedWhileNobodyLookedTakesNothingBack() {
    String web = service("shop_web", 2);
    strictQuota("pods: 9");
    round();
    scale(web, 5);
    strictQuota("pods: 3");
    steps = steps(Mode.ENFORCE);
    round();
    round();
    assertThat(swarm.replicas(web)).isEqualTo(5);
  }

  @Test
  void aNodeThatJoinsBreaksNothingThatCouldBeTakenBack() {
    String agent = service(ServiceSpec.named("shop_agent").global());
    strictQuota("pods: 1");
    round();
    int updates = swarm.updates(agent);
    swarm.addNode("node2", CORE, GIB, Map.of());
    round();
    assertThat(swarm.updates(agent)).isEqualTo(updates);
  }

  @Test
  void aSpecThatTheEngineRefusesIsNotOfferedForEver() {
    String web = service("shop_web", 2);
    strictQuota("pods: 3");
    round();
    scale(web, 5);
    past = new PastActs.Partial(List.of(), "the database is away");
    swarm.manager().faults().failNext(20, "POST /services", 400, "no such secret");
    for (int i = 0; i < 6; i++) {
      round();
    }
    assertThat(swarm.replicas(web)).isEqualTo(5);
    assertThat(recorded.stream().filter(one -> !one.results().isEmpty())).hasSize(3);
    assertThat(codes(last("shop_web"))).containsExactly("QuotaBroken", "QuotaGaveUp");
  }

  @Test
  void anOvertakenStepIsDecidedAnew() {
    String web = service("shop_web", 2);
    strictQuota("pods: 3");
    round();
    scale(web, 5);
    swarm.manager().faults().overtakeNext(1, "POST /services");
    round();
    assertThat(last("shop_web").results().getFirst().code()).isEqualTo("conflict");
    round();
    assertThat(swarm.replicas(web)).isEqualTo(2);
  }

  @Test
  void stacksWithoutQuotasAreNotEvenLookedAt() {
    service("blog_web", 99);
    round();
    assertThat(recorded).isEmpty();
    assertThat(swarm.manager().requests()).doesNotContainKey("GET /services");
  }
}
