package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.IOException;
import java.net.URI;
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

/** The resizing loop but for its timer, on a simulated Swarm. */
class ResizeLoopTest {
  private static final long MIB = 1L << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Reserves 1 core and 2 GiB, limited to twice that; with parts that Drover does not know. */
  private static final String SPEC =
      """
      {"Name":"%s","Labels":%s,
       "TaskTemplate":{"ContainerSpec":{"Image":"sim:1","Args":%s},
        "Resources":{"Limits":{"NanoCPUs":2000000000,"MemoryBytes":4294967296,"Pids":77},
         "Reservations":{"NanoCPUs":1000000000,"MemoryBytes":2147483648,
          "GenericResources":[{"DiscreteResourceSpec":{"Kind":"gpu","Value":1}}]}},"Later":1e3},
       "Mode":{"Replicated":{"Replicas":2}},"UpdateConfig":{"Parallelism":1,"Order":"start-first"}}""";

  /** One agent whose tasks use what a test says; its orders are written down. */
  private final class Agents implements SizeAgents {
    private final Map<String, Load> loads = new HashMap<>();
    private final List<LoadReport.Killed> killed = new ArrayList<>();
    private final Map<String, Resources> limits = new HashMap<>();
    private boolean away;

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

  private record Load(long millicores, long mebibytes, long throttledPercent) {}

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
  private final List<Decision> recorded = new ArrayList<>();
  private final ResizeBoard board = new ResizeBoard();
  private final PauseSwitch pause = new PauseSwitch(engine);
  private final ServiceOrders orders = new ServiceOrders(engine);
  private final Agents agents = new Agents();
  private final UsagesInMemory stored = new UsagesInMemory();
  private final HoursInMemory hours = new HoursInMemory();
  private Policies manifests = Policies.NONE;
  private PastActs past = new PastActs.Known(List.of());

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

  private ResizeSteps steps(Mode mode) {
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

  private String service(String name, String... labels) {
    return serviceWithArgs(name, "[]", labels);
  }

  private String serviceWithArgs(String name, String args, String... labels) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    String id = swarm.addService(SPEC.formatted(name, MAPPER.valueToTree(all), args));
    agents.loads.put(id, new Load(400, 1000, 0));
    return id;
  }

  private void round(ResizeSteps steps) {
    ResizeSteps.Round round = steps.observe();
    for (Key key : steps.keys(round)) {
      steps.reconcile(key, round);
    }
  }

  /** So many rounds, a minute apart. */
  private void rounds(ResizeSteps steps, int count) {
    for (int i = 0; i < count; i++) {
      clock.advance(Duration.ofMinutes(1));
      round(steps);
    }
  }

  private JsonNode resources(String id) {
    try {
      return MAPPER.readTree(swarm.spec(id)).at("/TaskTemplate/Resources");
    } catch (JsonProcessingException broken) {
      throw new AssertionError(broken);
    }
  }

  private Decision last(String service) {
    return recorded.stream().filter(d -> d.service().equals(service)).toList().getLast();
  }

  private static List<String> codes(Decision decision) {
    return decision.plan().reasons().stream().map(Reason::code).toList();
  }

  private static String held(Decision decision) {
    return decision.plan().held().getFirst().by().code();
  }

  /** A service that has used 400m and 1000 MiB for eight days. */
  private String known(String name, String... labels) {
    stored.steady(name, 400, 1000, clock.instant());
    return service(name, labels);
  }

  private static String withoutNumbers(String spec) {
    return spec.replaceAll("(NanoCPUs|MemoryBytes)\":[0-9]+", "$1\":0");
  }

  @Test
  void whatIsReservedForNothingIsGivenBackAndTheRestOfTheSpecStays() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    String before = swarm.spec(db);
    round(steps(Mode.ENFORCE));
    assertThat(last("shop_db").results()).containsExactly(new Outcome.Applied(""));
    // The ends of the buckets of 0.4 cores and 1000 MiB, and 15 % on top.
    assertThat(resources(db).at("/Reservations/NanoCPUs").asLong()).isEqualTo(476_000_000);
    assertThat(resources(db).at("/Limits/NanoCPUs").asLong()).isEqualTo(952_000_000);
    long reserved = resources(db).at("/Reservations/MemoryBytes").asLong();
    assertThat(reserved).isBetween(1150 * MIB, 1208 * MIB);
    assertThat(resources(db).at("/Limits/MemoryBytes").asLong()).isEqualTo(2 * reserved);
    assertThat(withoutNumbers(swarm.spec(db))).isEqualTo(withoutNumbers(before)).contains("1e3");
    assertThat(last("shop_db").summary()).contains("cpu 1 (limit 2)").contains("8.00 days");
    rounds(steps(Mode.ENFORCE), 3);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void whatIsTooLittleIsRaisedWithinMinutes() {
    String db = service("shop_db", "drover.resize.mode", "auto", "drover.resize.resources", "cpu");
    agents.loads.put(db, new Load(1900, 1000, 0));
    ResizeSteps steps = steps(Mode.ENFORCE);
    rounds(steps, 30);
    assertThat(resources(db).at("/Reservations/NanoCPUs").asLong()).isGreaterThan(2_000_000_000L);
    assertThat(resources(db).at("/Reservations/MemoryBytes").asLong()).isEqualTo(2048 * MIB);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void aServiceWithoutTheLabelsIsNeverTouched() {
    String plain = service("plain");
    String off = known("off", "drover.resize.mode", "off");
    String recommended = known("recommended", "drover.resize.mode", "recommend");
    String torn =
        known(
            "torn",
            "drover.resize.mode",
            "auto",
            "drover.scale.max",
            "4",
            "drover.scale.cpu",
            "70%");
    rounds(steps(Mode.ENFORCE), 3);
    for (String id : List.of(plain, off, recommended, torn)) {
      assertThat(swarm.updates(id)).isZero();
    }
    assertThat(board.all()).extracting(status -> status.service()).containsExactly("recommended");
  }

  @Test
  void theReferenceDocumentsManifestGovernsItsService() throws IOException {
    Path file = Path.of("../../src/manifests/src/test/resources/reference/vpa.yaml");
    manifests = PolicyReader.read(Map.of("vpa.yaml", Files.readString(file)));
    String db = known("medianest_postgres", "com.docker.stack.namespace", "medianest");
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    // Its minimum: 1 core, which is reserved already, and 4 GiB; the limit stays twice as much.
    assertThat(resources(db).at("/Reservations/NanoCPUs").asLong()).isEqualTo(1_000_000_000);
    assertThat(resources(db).at("/Reservations/MemoryBytes").asLong()).isEqualTo(4L << 30);
    assertThat(resources(db).at("/Limits/MemoryBytes").asLong()).isEqualTo(8L << 30);
    assertThat(board.all().getFirst().rules().origin()).contains("postgres-vpa (vpa.yaml:");
    String both =
        known("both_postgres", "com.docker.stack.namespace", "both", "drover.resize.mode", "auto");
    manifests =
        PolicyReader.read(
            Map.of(
                "vpa.yaml",
                Files.readString(file).replace("namespace: medianest", "namespace: both")));
    rounds(steps, 1);
    assertThat(swarm.updates(both)).isZero();
    assertThat(codes(last("both_postgres"))).containsExactly("AmbiguousSelector");
    assertThat(board.all()).isEmpty();
  }

  @Test
  void observeModeDecidesAndRecordsOnly() {
    String db = known("shop_db", "drover.resize.mode", "auto", "drover.mode", "observe");
    round(steps(Mode.ENFORCE));
    assertThat(held(last("shop_db"))).isEqualTo("Observing");
    String other = known("other_db", "drover.resize.mode", "auto");
    round(steps(Mode.OBSERVE));
    assertThat(held(last("other_db"))).isEqualTo("Observing");
    assertThat(swarm.updates(db) + swarm.updates(other)).isZero();
  }

  @Test
  void aPauseAndARolloutHoldIt() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    ResizeSteps steps = steps(Mode.ENFORCE);
    Instant now = clock.instant();
    pause.set(now, now.plusSeconds(90), "me", "moving");
    round(steps);
    assertThat(held(last("shop_db"))).isEqualTo("Paused");
    swarm.rollout(db, "updating");
    rounds(steps, 2);
    assertThat(held(last("shop_db"))).isEqualTo("RolloutInProgress");
    swarm.rollout(db, "completed");
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(1);
    assertThat(swarm.updatesDuringRollouts()).isZero();
  }

  @Test
  void aPauseOfOneServiceHoldsThatOne() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    Instant now = clock.instant();
    orders.set(db, new ServiceOrder.Pause(now.plusSeconds(90), "me", "moving"));
    ResizeSteps steps = steps(Mode.ENFORCE);
    rounds(steps, 1);
    assertThat(held(last("shop_db"))).isEqualTo("Paused");
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void servicesAreResizedOneAfterTheOther() {
    List<String> all = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      all.add(known(name, "drover.resize.mode", "auto"));
    }
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(all.stream().mapToInt(swarm::updates).sum()).isEqualTo(1);
    String first = all.stream().filter(id -> swarm.updates(id) == 1).findFirst().orElseThrow();
    swarm.rollout(first, "updating");
    rounds(steps, 3);
    assertThat(all.stream().mapToInt(swarm::updates).sum()).isEqualTo(1);
    assertThat(recorded).anyMatch(d -> !d.plan().held().isEmpty() && held(d).equals("OneAtATime"));
    swarm.rollout(first, "completed");
    rounds(steps, 1);
    assertThat(all.stream().mapToInt(swarm::updates).sum()).isEqualTo(2);
    rounds(steps, 1);
    assertThat(all).allMatch(id -> swarm.updates(id) == 1);
  }

  @Test
  void tasksAreReplacedInTheWindowOnly() {
    String db =
        known("shop_db", "drover.resize.mode", "auto", "drover.resize.window", "0 14 * * * for 1h");
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(held(last("shop_db"))).isEqualTo("OutsideWindow");
    assertThat(last("shop_db").summary()).contains("opens at 2026-01-01T14:00:00Z");
    rounds(steps, 119);
    assertThat(swarm.updates(db)).isZero();
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void inPlaceChangesTheRunningTasksNowAndTheServiceInTheWindow() {
    String db =
        known(
            "shop_db",
            "drover.resize.mode",
            "in-place",
            "drover.resize.window",
            "0 14 * * * for 1h");
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(agents.limits.keySet()).containsExactlyInAnyOrderElementsOf(swarm.tasks(db));
    assertThat(agents.limits.values())
        .allMatch(limits -> limits.cpu().orElseThrow().millicores() == 952)
        .allMatch(limits -> limits.memory().orElseThrow().value() < 2500 * MIB);
    assertThat(held(last("shop_db"))).isEqualTo("OutsideWindow");
    assertThat(last("shop_db").results()).hasSize(2);
    rounds(steps, 119);
    assertThat(swarm.updates(db)).isZero();
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void inPlaceIsTakenBackWhenTasksAreThrottled() {
    String db =
        known(
            "shop_db",
            "drover.resize.mode",
            "in-place",
            "drover.resize.window",
            "0 2 * * * for 1h");
    ResizeSteps steps = steps(Mode.ENFORCE);
    agents.limits.putAll(
        Map.of(
            swarm.tasks(db).getFirst(),
            limits(920, 2300),
            swarm.tasks(db).getLast(),
            limits(920, 2300)));
    rounds(steps, 10);
    swarm.tasks(db).forEach(task -> agents.limits.put(task, limits(2000, 4096)));
    rounds(steps, 1);
    agents.loads.put(db, new Load(400, 1000, 60));
    rounds(steps, 8);
    assertThat(codes(last("shop_db"))).contains("Resize");
    assertThat(held(last("shop_db"))).isEqualTo("LeftAlone");
    assertThat(agents.limits.values()).containsOnly(limits(2000, 4096));
  }

  private static Resources limits(long millicores, long mebibytes) {
    return Resources.NONE
        .withCpu(Cpu.ofMillicores(millicores))
        .withMemory(Bytes.ofMebibytes(mebibytes));
  }

  @Test
  void whatNoNodeHasRoomForIsNotAskedFor() {
    stored.steady("shop_db", 5000, 1000, clock.instant());
    String db = service("shop_db", "drover.resize.mode", "auto");
    agents.loads.put(db, new Load(5000, 1000, 0));
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(held(last("shop_db"))).isEqualTo("NoCapacity");
    assertThat(swarm.updates(db)).isZero();
    swarm.addNode("node2", 8_000_000_000L, 16L << 30, Map.of());
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void aHeapThatMayGrowKeepsItsRoom() {
    stored.steady("shop_app", 400, 1000, clock.instant());
    String app =
        serviceWithArgs(
            "shop_app",
            "[\"java\",\"-Xmx1536m\",\"-jar\",\"a.jar\"]",
            "drover.resize.mode",
            "auto");
    round(steps(Mode.ENFORCE));
    // 1536 MiB and a quarter.
    assertThat(resources(app).at("/Reservations/MemoryBytes").asLong()).isEqualTo(1920 * MIB);
    assertThat(resources(app).at("/Limits/MemoryBytes").asLong()).isEqualTo(3840 * MIB);
    assertThat(codes(last("shop_app"))).contains("RaisedToJvmHeap");
  }

  @Test
  void withoutAgentsMemoryIsNotMadeLess() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    agents.away = true;
    round(steps(Mode.ENFORCE));
    assertThat(resources(db).at("/Reservations/MemoryBytes").asLong()).isEqualTo(2048 * MIB);
    assertThat(codes(last("shop_db"))).contains("WorkingSetUnknown");
  }

  private void killAll(String service) {
    swarm
        .tasks(service)
        .forEach(
            task ->
                agents.killed.add(
                    new LoadReport.Killed(
                        "ended-" + task,
                        service,
                        clock.instant().minusSeconds(30),
                        clock.instant())));
  }

  @Test
  void killsAfterwardsTakeItBackOnceAndThenItIsLeftAlone() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    String before = swarm.spec(db);
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.updates(db)).isEqualTo(1);
    rounds(steps, 5);
    killAll(db);
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(2);
    assertThat(swarm.spec(db)).isEqualTo(before);
    assertThat(codes(last("shop_db"))).containsExactly("ResizeTakenBack");
    assertThat(last("shop_db").summary()).contains("2 tasks were killed for want of memory");
    rounds(steps, 60);
    assertThat(swarm.updates(db)).isEqualTo(2);
    assertThat(board.all().getFirst().last().plan().held().getFirst().by().code())
        .isEqualTo("LeftAlone");
  }

  @Test
  void anUpdateThatPausesIsTakenBack() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    String before = swarm.spec(db);
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    swarm.rollout(db, "paused");
    rounds(steps, 1);
    assertThat(swarm.spec(db)).isEqualTo(before);
    swarm.rollout(db, "paused");
    rounds(steps, 2);
    assertThat(swarm.updates(db)).isEqualTo(2);
  }

  @Test
  void anUpdateThatSwarmRolledBackIsNotTriedAgainAtOnce() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    String before = swarm.spec(db);
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    swarm.rewrite(db, before);
    swarm.rollout(db, "rollback_completed");
    rounds(steps, 30);
    assertThat(swarm.updates(db)).isEqualTo(2);
    assertThat(recorded).anyMatch(d -> codes(d).contains("ResizeRolledBack"));
    assertThat(held(last("shop_db"))).isEqualTo("LeftAlone");
  }

  @Test
  void aSuccessorKnowsWhatWasDoneAndWatchesOn() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    String before = swarm.spec(db);
    round(steps(Mode.ENFORCE));
    past = new PastActs.Known(List.copyOf(recorded).reversed());
    clock.advance(Duration.ofMinutes(5));
    killAll(db);
    ResizeSteps successor = steps(Mode.ENFORCE);
    rounds(successor, 1);
    assertThat(swarm.spec(db)).isEqualTo(before);
    past = new PastActs.Known(List.copyOf(recorded).reversed());
    rounds(steps(Mode.ENFORCE), 3);
    assertThat(swarm.updates(db)).isEqualTo(2);
    assertThat(held(last("shop_db"))).isEqualTo("LeftAlone");
  }

  @Test
  void anOvertakenStepIsDecidedAnew() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    swarm.manager().faults().overtakeNext(1, "POST /services");
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(last("shop_db").results().getFirst().code()).isEqualTo("conflict");
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void withTheDatabaseAwayItGoesOnInMemoryAndMergesLater() {
    String db = known("shop_db", "drover.resize.mode", "recommend");
    stored.goAway(true);
    ResizeSteps steps = steps(Mode.ENFORCE);
    rounds(steps, 5);
    assertThat(board.all().getFirst().samples()).isEqualTo(10);
    stored.goAway(false);
    rounds(steps, 1);
    // Eight days of minutes, and six rounds of two tasks.
    long all = 8 * 24 * 60 + 12;
    assertThat(board.all().getFirst().samples()).isEqualTo(all);
    assertThat(stored.state("shop_db").cpuSamples()).isEqualTo(all);
    assertThat(stored.state("shop_db").tasks())
        .containsKeys(swarm.tasks(db).getFirst(), swarm.tasks(db).getLast());
    ResizeSteps successor = steps(Mode.ENFORCE);
    rounds(successor, 1);
    assertThat(stored.state("shop_db").cpuSamples()).isEqualTo(all + 2);
  }

  @Test
  void whatNothingWasHeardOfForDaysIsForgotten() {
    stored.steady("gone", 400, 1000, clock.instant().minus(Duration.ofDays(8)));
    known("shop_db", "drover.resize.mode", "recommend");
    rounds(steps(Mode.ENFORCE), 1);
    assertThat(stored.has("gone")).isFalse();
    assertThat(stored.has("shop_db")).isTrue();
  }

  @Test
  void whatAnyServiceUsesIsKeptHourByHour() {
    String plain = service("shop_plain");
    round(steps(Mode.ENFORCE));
    assertThat(swarm.updates(plain)).isZero();
    assertThat(hours.rows())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.service()).isEqualTo("shop_plain");
              assertThat(row.body()).contains("\"most\":400", "\"most\":1048576000");
            });
  }
}
