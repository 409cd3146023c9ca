package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drover.core.decision.Decision;
import io.drover.core.model.Reading;
import io.drover.engine.DockerEngine;
import io.drover.journal.PastActs;
import io.drover.manifests.Policies;
import io.drover.manifests.PolicyReader;
import io.drover.runtime.agents.AgentAddresses;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
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
import io.drover.scaling.observe.DefaultQueries;
import io.drover.scaling.observe.HttpAgents;
import io.drover.scaling.observe.PolicyBook;
import io.drover.scaling.observe.QueriedMetrics;
import io.drover.scaling.observe.ScalingInputs;
import io.drover.scaling.observe.StepRequests;
import io.drover.scaling.observe.TaskFactsReader;
import io.drover.scaling.observe.TaskSeries;
import io.drover.scaling.record.HoursInMemory;
import io.drover.scaling.record.ReplicaTrack;
import io.drover.scaling.record.StatusBoard;
import io.drover.testkit.Eventually;
import io.drover.testkit.ManualClock;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rounds by metrics of the tasks' own: from an agent over HTTP, or by Prometheus' usual queries.
 */
class CustomMetricsLoopTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

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
  private final Dependencies dependencies = new Dependencies();
  private final Map<String, Double> told = new ConcurrentHashMap<>();
  private final List<JsonNode> wanted = new CopyOnWriteArrayList<>();
  private final Map<String, Reading<List<TaskSeries>>> prometheus = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private Policies manifests = Policies.NONE;
  private HttpServer agent;

  @BeforeEach
  void begin() throws IOException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext("/v1/stats", exchange -> send(exchange, answer()));
    agent.createContext("/v1/scrape", this::scrape);
    agent.start();
    swarm.addNode("node1", 64_000_000_000L, 256L << 30, Map.of());
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
  void end() {
    lease.close();
    engine.close();
    swarm.close();
    agent.stop(0);
  }

  private ObjectNode answer() {
    ObjectNode answer = MAPPER.createObjectNode().put("at", clock.instant().toString());
    answer.putArray("tasks");
    return answer;
  }

  /** Answers for the tasks whose values a test gave. */
  private void scrape(HttpExchange exchange) throws IOException {
    JsonNode request = MAPPER.readTree(exchange.getRequestBody());
    wanted.add(request);
    ObjectNode answer = answer();
    for (JsonNode target : request.path("targets")) {
      for (String task : swarm.tasks(target.path("serviceId").asText())) {
        ObjectNode one = answer.withArray("tasks").addObject().put("taskId", task);
        ObjectNode metrics = one.putObject("metrics");
        for (JsonNode name : target.path("names")) {
          ObjectNode metric = metrics.putObject(name.asText());
          if (told.containsKey(task)) {
            metric.put("value", told.get(task)).put("sampledAt", clock.instant().toString());
            metric.put("window", "30s");
          } else {
            metric.put("unknown", "answered 503");
          }
        }
      }
    }
    send(exchange, answer);
  }

  private static void send(HttpExchange exchange, JsonNode answer) throws IOException {
    byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private QueriedMetrics prometheus() {
    return new QueriedMetrics() {
      @Override
      public Map<String, Reading<List<Long>>> ask(Set<String> queries) {
        return askByTask(queries).entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    one ->
                        one.getValue().map(all -> all.stream().map(TaskSeries::milli).toList())));
      }

      @Override
      public Map<String, Reading<List<TaskSeries>>> askByTask(Set<String> queries) {
        asked.addAll(queries);
        return queries.stream()
            .collect(
                Collectors.toMap(
                    query -> query,
                    query -> prometheus.getOrDefault(query, Reading.unknown("no series"))));
      }

      @Override
      public Optional<DefaultQueries> defaults() {
        return Optional.of(DefaultQueries.SHIPPED);
      }
    };
  }

  private ScalingSteps steps(QueriedMetrics metrics) {
    URI address = URI.create("http://127.0.0.1:" + agent.getAddress().getPort());
    return new ScalingSteps(
        new ScalingSteps.Parts(
            engine,
            new HttpAgents(
                AgentAddresses.fixed(List.of(address)),
                () -> "token",
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Clock.fixed(clock.instant(), ZoneOffset.UTC)),
            metrics,
            new ScalingInputs(
                ScalingSettings.KUBERNETES,
                new TaskFactsReader(Duration.ofSeconds(30), Duration.ofSeconds(30))),
            lease,
            new PauseSwitch(engine),
            new ServiceOrders(engine),
            new StepRequests(),
            new Suite(Mode.ENFORCE, "me"),
            new DecisionIds(clock, new Random(1)),
            new DecisionRecorder(
                recorded::add, new SimpleMeterRegistry(), new RecentDecisions(100, 20)),
            new StatusBoard(),
            new ReplicaTrack(new HoursInMemory(), "me", Duration.ofDays(14), new Dependencies()),
            new PolicyBook(() -> manifests),
            new ReplicaActuator(engine, () -> lease.mayAct(Duration.ofSeconds(3))),
            dependencies,
            since -> new PastActs.Known(List.of()),
            () -> new Moment(clock.instant().toEpochMilli() * 1_000_000, clock.instant())));
  }

  /** A round some time after the last one, seen by whoever has this Prometheus. */
  private void round(QueriedMetrics metrics) {
    clock.advance(Duration.ofMinutes(10));
    ScalingSteps steps = steps(metrics);
    Round round = steps.observe();
    steps.keys(round).forEach(key -> steps.reconcile(key, round));
  }

  private static ServiceSpec scaled(String target) {
    return ServiceSpec.named("shop_worker")
        .replicas(4)
        .label("drover.scale.max", "10")
        .label("drover.scale.down.window", "0s")
        .label("drover.scale.metric.jobs", target);
  }

  private static ServiceSpec telling(String target) {
    return scaled(target)
        .label("drover.metrics.port", "8080")
        .label("drover.metrics.path", "/prom");
  }

  private void tell(String service, double... values) {
    told.clear();
    List<String> tasks = swarm.tasks(service);
    for (int i = 0; i < values.length; i++) {
      told.put(tasks.get(i), values[i]);
    }
  }

  private String summary() {
    return recorded.getLast().summary();
  }

  @Test
  void theAgentsAreToldWhatToAskAndItsValuesScale() {
    String worker = swarm.addService(telling("100/task"));
    tell(worker, 150, 150, 150, 150);
    round(QueriedMetrics.none());
    assertThat(swarm.replicas(worker)).isEqualTo(6);
    assertThat(wanted.getFirst().toString())
        .isEqualTo(
            "{\"window\":\"30s\",\"targets\":[{\"serviceId\":\"%s\",\"port\":8080,\"path\":\"/prom\",\"names\":[\"jobs\"]}]}"
                .formatted(worker));
    tell(worker, 40, 40, 40, 40, 40, 39.5);
    round(QueriedMetrics.none());
    assertThat(swarm.replicas(worker)).isEqualTo(3);
  }

  @Test
  void aTaskWithoutAValueIsMissingAndNotIdle() {
    String worker = swarm.addService(telling("100/task"));
    tell(worker, 90, 90);
    round(QueriedMetrics.none());
    // With 0 for the other two it would be (90 + 90) / 100: two tasks.
    assertThat(swarm.replicas(worker)).isEqualTo(4);
    tell(worker);
    round(QueriedMetrics.none());
    assertThat(swarm.replicas(worker)).isEqualTo(4);
    assertThat(summary()).contains("answered 503");
    assertThat(dependencies.all())
        .anyMatch(one -> one.name().equals("metrics") && one.reason().equals("answered 503"));
  }

  @Test
  void aTotalIsTheSumOverAllTasksOrUnknown() {
    String worker = swarm.addService(telling("1k"));
    tell(worker, 400, 400, 400, 300);
    round(QueriedMetrics.none());
    assertThat(swarm.replicas(worker)).isEqualTo(6);
    tell(worker, 1, 1, 1, 1, 1);
    round(QueriedMetrics.none());
    assertThat(swarm.replicas(worker)).isEqualTo(6);
    assertThat(summary()).contains("1 of 6 tasks have no value: answered 503");
  }

  @Test
  void anAutoscalersManifestTakesTheTasksValuesToo() {
    String worker =
        swarm.addService(
            ServiceSpec.named("worker").replicas(2).label("drover.metrics.port", "9000"));
    manifests =
        PolicyReader.read(
            Map.of(
                "worker.yaml",
                """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: worker}
                spec:
                  scaleTargetRef: {kind: Deployment, name: worker}
                  maxReplicas: 10
                  metrics:
                  - type: Pods
                    pods:
                      metric: {name: http_requests_total}
                      target: {type: AverageValue, averageValue: 100m}
                """));
    tell(worker, 0.15, 0.15);
    round(QueriedMetrics.none());
    assertThat(wanted.getFirst().path("targets").get(0).path("path").asText())
        .isEqualTo("/metrics");
    assertThat(swarm.replicas(worker)).isEqualTo(3);
  }

  @Test
  void whereNobodyCanBeAskedTheDecisionSaysWhatToDo() {
    String worker = swarm.addService(scaled("100/task"));
    round(QueriedMetrics.none());
    assertThat(swarm.updates(worker)).isZero();
    assertThat(wanted).isEmpty();
    assertThat(summary()).contains("give the service drover.metrics.port");
  }

  @Test
  void withoutAPortPrometheusIsAskedForEachTask() {
    String worker = swarm.addService(scaled("100/task"));
    List<TaskSeries> series = new ArrayList<>();
    swarm
        .tasks(worker)
        .forEach(task -> series.add(new TaskSeries(Map.of("instance", task), 150_000)));
    String query = "sum by (instance) (jobs{service=\"shop_worker\"})";
    prometheus.put(query, Reading.known(series, clock.instant()));
    round(prometheus());
    assertThat(asked).containsExactly(query);
    assertThat(swarm.replicas(worker)).isEqualTo(6);
    // Series of tasks that nobody knows count for nobody, and the tasks themselves are missing.
    prometheus.put(
        query,
        Reading.known(
            List.of(new TaskSeries(Map.of("instance", "10.9.9.9:80"), 1000)), clock.instant()));
    round(prometheus());
    assertThat(swarm.replicas(worker)).isEqualTo(6);
    assertThat(summary()).contains("Prometheus has no series that names the task");
  }

  @Test
  void aTotalIsAskedForAsOneValue() {
    String worker = swarm.addService(scaled("1k"));
    prometheus.put(
        "sum(jobs{service=\"shop_worker\"})",
        Reading.known(List.of(new TaskSeries(Map.of(), 1_500_000)), clock.instant()));
    round(prometheus());
    assertThat(swarm.replicas(worker)).isEqualTo(6);
    assertThat(asked).containsExactly("sum(jobs{service=\"shop_worker\"})");
  }

  @Test
  void thePortComesBeforeThePrometheus() {
    String worker = swarm.addService(telling("100/task"));
    tell(worker, 150, 150, 150, 150);
    round(prometheus());
    assertThat(asked).isEmpty();
    assertThat(swarm.replicas(worker)).isEqualTo(6);
  }
}
