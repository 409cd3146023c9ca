package io.drover.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.engine.DockerEngine;
import io.drover.journal.PastActs;
import io.drover.manifests.Policies;
import io.drover.manifests.PolicyReader;
import io.drover.manifests.StackFiles;
import io.drover.placement.act.limits.LimitsActuator;
import io.drover.placement.decide.limits.Amount;
import io.drover.placement.decide.limits.TaskHolds.Limit;
import io.drover.placement.observe.AgentStats;
import io.drover.placement.observe.Agents;
import io.drover.placement.observe.TaskStats;
import io.drover.placement.observe.limits.LimitsObserver;
import io.drover.placement.record.limits.LimitsBoard;
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
import io.drover.runtime.time.Moment;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import io.drover.testkit.Eventually;
import io.drover.testkit.ManualClock;
import io.drover.testkit.sim.SimulatedSwarm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limits loop but for its timer, on a simulated Swarm. */
class LimitsLoopTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Resources HELD =
      Resources.NONE.withCpu(Cpu.ofMillicores(500)).withMemory(Bytes.ofMebibytes(320)).withPids(50);

  /** As the reference document's Redis, but for the pids limit; with parts Drover doesn't know. */
  private static final String SPEC =
      """
      {"Name":"%s","Labels":%s,
       "TaskTemplate":{"ContainerSpec":{"Image":"sim:1","Ulimits":[{"Name":"nofile","Soft":9}]},
        "Resources":{"Limits":{"NanoCPUs":500000000,"MemoryBytes":335544320%s},
         "Reservations":{"NanoCPUs":100000000,"MemoryBytes":134217728,
          "GenericResources":[{"DiscreteResourceSpec":{"Kind":"gpu","Value":1}}]}},"Later":1e3},
       "Mode":{"Replicated":{"Replicas":2}}}""";

  /** One agent; its orders are written down. */
  private final class OneAgent implements Agents {
    private final Map<String, Resources> changed = new HashMap<>();
    private final List<String> orders = new ArrayList<>();
    private boolean away;

    /** Changes show in no sample any more, nor does another sample come. */
    private Optional<Instant> stuckSince = Optional.empty();

    @Override
    public AgentStats ask() {
      if (away) {
        return AgentStats.none("agent node1: connection refused");
      }
      Map<String, TaskStats> tasks = new HashMap<>();
      for (String service : services) {
        swarm.tasks(service).forEach(task -> tasks.put(task, stats(task)));
      }
      return new AgentStats(tasks, List.of());
    }

    private TaskStats stats(String task) {
      Resources limits = changed.getOrDefault(task, HELD);
      return new TaskStats(
          task,
          URI.create("http://agent"),
          Map.of(
              Amount.CPU_LIMIT, known(limits.cpu().orElseThrow().nanos()),
              Amount.MEMORY_LIMIT, known(limits.memory().orElseThrow().value()),
              Amount.PIDS_LIMIT, known(limits.pids().orElseThrow())),
          Reading.known(Cpu.ofMillicores(10), sampled()),
          Reading.known(Bytes.ofMebibytes(100), sampled()));
    }

    private Instant sampled() {
      return stuckSince.orElseGet(clock::instant);
    }

    private Reading<Limit> known(long units) {
      return Reading.known(new Limit.To(units), sampled());
    }

    @Override
    public Outcome limit(URI agent, String taskId, Resources limits) {
      orders.add(limits.toString());
      if (stuckSince.isEmpty()) {
        changed.put(taskId, HELD);
      }
      return new Outcome.Applied("");
    }
  }

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
  private final List<String> services = new ArrayList<>();
  private final List<Decision> recorded = new ArrayList<>();
  private final OneAgent agent = new OneAgent();
  private final PauseSwitch pause = new PauseSwitch(engine);
  private final ServiceOrders orders = new ServiceOrders(engine);
  private final LimitsBoard board = new LimitsBoard();
  private Policies manifests = Policies.NONE;
  private PastActs past = new PastActs.Known(List.of());

  @BeforeEach
  void acquire() {
    engine.createConfig(
        "drover.lease.placement",
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

  private LimitsSteps steps(Mode mode) {
    return new LimitsSteps(
        new LimitsSteps.Parts(
            new LimitsObserver(engine, agent, () -> manifests, () -> StackFiles.NONE),
            lease,
            pause,
            orders,
            new Suite(mode, "me"),
            new DecisionIds(clock, new Random(1)),
            new DecisionRecorder(
                recorded::add, new SimpleMeterRegistry(), new RecentDecisions(100, 20)),
            board,
            new LimitsActuator(engine, agent, () -> lease.mayAct(Duration.ofSeconds(3))),
            since -> past,
            () -> new Moment(clock.instant().toEpochMilli() * 1_000_000, clock.instant())));
  }

  private String service(String name, String pids, String... labels) {
    Map<String, String> all = new HashMap<>();
    all.put("com.docker.stack.namespace", name.replaceFirst("_.*", ""));
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    String id = swarm.addService(SPEC.formatted(name, MAPPER.valueToTree(all), pids));
    services.add(id);
    return id;
  }

  private void round(LimitsSteps steps) {
    clock.advance(Duration.ofSeconds(5));
    LimitsSteps.Round round = steps.observe();
    for (Key key : steps.keys(round)) {
      steps.reconcile(key, round);
    }
  }

  private JsonNode resources(String id) throws IOException {
    return MAPPER.readTree(swarm.spec(id)).at("/TaskTemplate/Resources");
  }

  private Decision last(String service) {
    return recorded.stream().filter(d -> d.service().equals(service)).toList().getLast();
  }

  private String held(String service) {
    return last(service).plan().held().getFirst().by().code();
  }

  @Test
  void aPidsLimitThatIsGoneComesBackAndEveryOtherByteStays() throws IOException {
    String redis = service("shop_redis", "", "drover.limits.pids", "50");
    String before = swarm.spec(redis);
    LimitsSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(resources(redis).at("/Limits/Pids").asLong()).isEqualTo(50);
    assertThat(swarm.spec(redis).replace(",\"Pids\":50", ""))
        .isEqualTo(before)
        .contains("Ulimits", "gpu", "1e3");
    assertThat(last("shop_redis").results()).containsExactly(new Outcome.Applied(""));
    round(steps);
    round(steps);
    assertThat(swarm.updates(redis)).isEqualTo(1);
    assertThat(board.of(redis)).hasValueSatisfying(seen -> assertThat(seen.results()).isEmpty());
  }

  @Test
  void aContainerThatWasChangedIsChangedBackByItsAgent() {
    String redis = service("shop_redis", ",\"Pids\":50", "drover.limits.pids", "50");
    String task = swarm.tasks(redis).getFirst();
    agent.changed.put(task, HELD.withMemory(Bytes.ofMebibytes(1024)));
    LimitsSteps steps = steps(Mode.ENFORCE);
    round(steps);
    round(steps);
    assertThat(agent.orders)
        .containsExactly(Resources.NONE.withMemory(Bytes.ofMebibytes(320)).toString());
    assertThat(swarm.updates(redis)).isZero();
  }

  /** Else an agent that samples late would look like somebody who undoes each repair. */
  @Test
  void aSampleThatIsLateIsNotTakenForAnotherChange() {
    String redis = service("shop_redis", ",\"Pids\":50", "drover.limits.pids", "50");
    String task = swarm.tasks(redis).getFirst();
    Resources changed = HELD.withMemory(Bytes.ofMebibytes(1024));
    agent.changed.put(task, changed);
    agent.stuckSince = Optional.of(clock.instant());
    LimitsSteps steps = steps(Mode.ENFORCE);
    for (int i = 0; i < 4; i++) {
      round(steps);
    }
    assertThat(agent.orders).hasSize(1);
    assertThat(held("shop_redis")).isEqualTo("NotSeenYet");
    // Twice more somebody really changes it, and then it is his.
    agent.stuckSince = Optional.empty();
    for (int orders = 2; orders <= 3; orders++) {
      agent.changed.put(task, changed);
      round(steps);
      assertThat(agent.orders).hasSize(orders);
      clock.advance(Duration.ofSeconds(10));
    }
    agent.changed.put(task, changed);
    round(steps);
    assertThat(agent.orders).hasSize(3);
    assertThat(held("shop_redis")).isEqualTo("KeepsComingBack");
  }

  @Test
  void aServiceThatNobodySpeaksOfIsNotEvenDecidedOn() {
    String plain = service("shop_plain", "");
    String scaled = service("shop_scaled", "", "drover.scale.max", "4");
    String wrong = service("shop_wrong", "", "drover.limits.pids", "none");
    round(steps(Mode.ENFORCE));
    for (String id : List.of(plain, scaled, wrong)) {
      assertThat(swarm.updates(id)).isZero();
    }
    assertThat(recorded).extracting(Decision::service).containsExactly("shop_wrong");
    assertThat(last("shop_wrong").plan().reasons().getFirst().code()).isEqualTo("PolicyRejected");
  }

  @Test
  void oneServiceIsRepairedAtATimeAndTheNextOnlyAfterTheFirstOnesRollout() {
    String first = service("shop_a", "", "drover.limits.pids", "50");
    String second = service("shop_b", "", "drover.limits.pids", "50");
    LimitsSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.updates(first) + swarm.updates(second)).isEqualTo(1);
    assertThat(held("shop_b")).isEqualTo("OneAtATime");
    swarm.rollout(first, "updating");
    clock.advance(Duration.ofMinutes(5));
    round(steps);
    assertThat(swarm.updates(second)).isZero();
    swarm.rollout(first, "completed");
    round(steps);
    assertThat(swarm.updates(second)).isEqualTo(1);
  }

  @Test
  void rolloutsPausesOrdersAndObservingHoldItBack() {
    LimitsSteps steps = steps(Mode.ENFORCE);
    String updating = service("a_updating", "", "drover.limits.pids", "50");
    swarm.rollout(updating, "updating");
    String observed =
        service("b_observed", "", "drover.limits.pids", "9", "drover.mode", "observe");
    String ordered = service("c_ordered", "", "drover.limits.pids", "50");
    assertThat(
            orders.set(
                ordered,
                new ServiceOrder.Pause(clock.instant().plusSeconds(3600), "me", "maintenance")))
        .isInstanceOf(Outcome.Applied.class);
    round(steps);
    assertThat(held("a_updating")).isEqualTo("RolloutInProgress");
    assertThat(held("b_observed")).isEqualTo("Observing");
    assertThat(held("c_ordered")).isEqualTo("Paused");
    for (String id : List.of(updating, observed, ordered)) {
      assertThat(swarm.updates(id)).isZero();
    }
    round(steps(Mode.OBSERVE));
    assertThat(swarm.updates(ordered)).isZero();
  }

  @Test
  void theDefaultsOfALimitRangeAreHeldBackWhereNoNodeHasRoom() throws IOException {
    manifests =
        PolicyReader.read(
            Map.of(
                "limits.yaml",
                """
                apiVersion: v1
                kind: LimitRange
                metadata: {name: big, namespace: shop}
                spec:
                  limits:
                  - type: Container
                    default: {cpu: "2", memory: 8Gi}
                    defaultRequest: {cpu: "1", memory: 12Gi}
                """
                    .replace("8Gi", "12Gi")));
    String id =
        swarm.addService(
            """
            {"Name":"shop_bare","Labels":{"com.docker.stack.namespace":"shop"},
             "TaskTemplate":{"ContainerSpec":{"Image":"sim:1"}},"Mode":{"Replicated":{"Replicas":2}}}""");
    services.add(id);
    agent.away = true;
    round(steps(Mode.ENFORCE));
    // Two tasks of 12 GiB don't fit into 16; what limits them is another matter, and is not known.
    assertThat(held("shop_bare")).isEqualTo("WorkingSetUnknown");
    agent.away = false;
    round(steps(Mode.ENFORCE));
    assertThat(last("shop_bare").plan().held())
        .extracting(held -> held.by().code())
        .containsExactly("NoCapacity");
    assertThat(resources(id).at("/Limits/MemoryBytes").asLong()).isEqualTo(12L << 30);
    assertThat(resources(id).path("Reservations").isMissingNode()).isTrue();
  }

  @Test
  void whatWasDoneBeforeARestartIsRemembered() {
    String redis = service("shop_redis", "", "drover.limits.pids", "50");
    LimitsSteps steps = steps(Mode.ENFORCE);
    for (int i = 0; i < 3; i++) {
      round(steps);
      swarm.rewrite(redis, swarm.spec(redis).replace(",\"Pids\":50", ""));
    }
    past =
        new PastActs.Known(
            recorded.stream().filter(d -> !d.results().isEmpty()).toList().reversed());
    round(steps(Mode.ENFORCE));
    assertThat(held("shop_redis")).isEqualTo("KeepsComingBack");
    clock.advance(Duration.ofHours(1));
    round(steps(Mode.ENFORCE));
    assertThat(last("shop_redis").results()).containsExactly(new Outcome.Applied(""));
  }
}
