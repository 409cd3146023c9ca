package io.drover.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Reason;
import io.drover.engine.DockerEngine;
import io.drover.placement.observe.tuning.TuningAgents;
import io.drover.placement.record.TuningBoard;
import io.drover.runtime.agents.AgentAddresses;
import io.drover.runtime.agents.AgentCalls;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rounds of tuning on a simulated Swarm, with an agent that keeps what it is told. */
class TuningLoopTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ManualClock clock = new ManualClock();
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
  private final PauseSwitch pause = new PauseSwitch(engine);
  private final TuningBoard board = new TuningBoard();
  private final List<Decision> recorded = new ArrayList<>();
  private final List<JsonNode> orders = new CopyOnWriteArrayList<>();
  private volatile JsonNode told = MAPPER.createArrayNode();
  private volatile JsonNode containers = MAPPER.createArrayNode();
  private HttpServer agent;

  @BeforeEach
  void begin() throws IOException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext("/v1/tuning", this::answer);
    agent.start();
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
  void end() {
    lease.close();
    engine.close();
    swarm.close();
    agent.stop(0);
  }

  /** As the agent does: what is left keeps what it was told, if it was. */
  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      JsonNode order = MAPPER.readTree(exchange.getRequestBody());
      orders.add(order);
      var next = MAPPER.createArrayNode();
      for (JsonNode left : order.path("leave")) {
        for (JsonNode service : told) {
          if (service.path("id").equals(left)) {
            next.add(service);
          }
        }
      }
      order.path("services").forEach(next::add);
      told = next;
    }
    ObjectNode body = MAPPER.createObjectNode();
    body.putObject("node").put("id", "n1").put("hostname", "node1");
    body.set("services", told);
    body.set("containers", containers);
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private TuningSteps steps(Mode mode) {
    return new TuningSteps(
        new TuningSteps.Parts(
            engine,
            new TuningAgents(
                new AgentCalls(
                    AgentAddresses.fixed(
                        List.of(URI.create("http://127.0.0.1:" + agent.getAddress().getPort()))),
                    () -> "token",
                    Duration.ofSeconds(20))),
            lease,
            pause,
            new ServiceOrders(engine),
            new Suite(mode, "me"),
            new DecisionIds(clock, new Random(1)),
            new DecisionRecorder(
                recorded::add, new SimpleMeterRegistry(), new RecentDecisions(10, 10)),
            board,
            () -> new Moment(0, clock.instant())));
  }

  private void round(TuningSteps steps) {
    TuningSteps.Round round = steps.observe();
    steps.keys(round).forEach(key -> steps.reconcile(key, round));
  }

  private static String spec(String labels) {
    return """
        {"Name": "shop_db", "Labels": {%s}, "TaskTemplate": {"ContainerSpec": {"Image": "db:1"}},
         "Mode": {"Replicated": {"Replicas": 1}}}
        """
        .formatted(labels);
  }

  private String service(String labels) {
    return swarm.addService(spec(labels));
  }

  private List<String> toldLabels() {
    List<String> labels = new ArrayList<>();
    told.forEach(service -> labels.add(service.path("labels").toString()));
    return labels;
  }

  private static List<String> codes(Decision decision) {
    List<String> codes = new ArrayList<>();
    decision.plan().reasons().stream().map(Reason::code).forEach(codes::add);
    decision.plan().held().forEach(held -> codes.add(held.by().code()));
    decision.results().forEach(result -> codes.add(result.code()));
    return codes;
  }

  private List<List<String>> recordedCodes() {
    return recorded.stream().map(TuningLoopTest::codes).toList();
  }

  @Test
  void whatLabelsAskForIsToldAndTakenAwayAgain() {
    TuningSteps steps = steps(Mode.ENFORCE);
    String id = service("\"drover.node.cpuset\": \"exclusive:2\"");
    swarm.addService(spec("").replace("shop_db", "other"));
    round(steps);
    round(steps);
    round(steps);
    assertThat(toldLabels()).containsExactly("{\"drover.node.cpuset\":\"exclusive:2\"}");
    assertThat(recordedCodes())
        .containsExactly(List.of("TuningWanted", "applied"), List.of("NoTasks"));
    swarm.rewrite(id, spec(""));
    round(steps);
    round(steps);
    assertThat(toldLabels()).isEmpty();
    assertThat(recordedCodes().getLast()).containsExactly("TuningTakenAway", "applied");
  }

  @Test
  void whatDoesNotHoldIsRecordedOnceWithItsReason() throws IOException {
    TuningSteps steps = steps(Mode.ENFORCE);
    String id = service("\"drover.node.cpuset\": \"exclusive:2\"");
    round(steps);
    containers =
        MAPPER.readTree(
            """
            [{"service": "shop_db", "serviceId": "%s", "task": "shop_db.1.x", "taskId": "x",
              "settings": [{"label": "drover.node.cpuset", "wanted": "exclusive:2", "actual": "0-3",
                            "applied": false, "reason": "none of the 4 are free"}]}]
            """
                .formatted(id));
    round(steps);
    round(steps);
    assertThat(recordedCodes())
        .containsExactly(List.of("TuningWanted", "applied"), List.of("NotAppliedCpuset"));
    assertThat(recorded.getLast().summary())
        .isEqualTo(
            "drover.node.cpuset=exclusive:2 does not hold for shop_db.1.x on node1: none of the 4 are free");
    assertThat(board.get().services().getFirst().agents().getFirst().tasks()).hasSize(1);
    containers = MAPPER.readTree(containers.toString().replace("false", "true"));
    round(steps);
    assertThat(recordedCodes().getLast()).containsExactly("Tuned");
  }

  @Test
  void inObserveModeNothingIsOrdered() {
    TuningSteps steps = steps(Mode.OBSERVE);
    service("\"drover.node.cpu-shares\": \"512\"");
    round(steps);
    assertThat(orders).isEmpty();
    assertThat(recordedCodes()).containsExactly(List.of("TuningWanted", "Observing"));
  }

  @Test
  void whilePausedAgentsKeepWhatTheyWereTold() {
    TuningSteps steps = steps(Mode.ENFORCE);
    String id = service("\"drover.node.cpu-shares\": \"512\"");
    round(steps);
    int before = orders.size();
    pause.set(clock.instant(), clock.instant().plusSeconds(600), "me", "looking");
    swarm.rewrite(id, spec("\"drover.node.cpu-shares\": \"256\""));
    round(steps);
    assertThat(orders).hasSize(before);
    assertThat(toldLabels()).containsExactly("{\"drover.node.cpu-shares\":\"512\"}");
    assertThat(recordedCodes().getLast()).containsExactly("TuningWanted", "Paused");
  }

  @Test
  void aServiceThatObservesOrWhoseLabelsAreWrongKeepsWhatItHad() {
    TuningSteps steps = steps(Mode.ENFORCE);
    String id = service("\"drover.node.cpu-shares\": \"512\"");
    round(steps);
    swarm.rewrite(id, spec("\"drover.node.cpu-shares\": \"256\", \"drover.mode\": \"observe\""));
    round(steps);
    assertThat(toldLabels()).containsExactly("{\"drover.node.cpu-shares\":\"512\"}");
    assertThat(recordedCodes().getLast()).containsExactly("TuningWanted", "Observing");
    swarm.rewrite(id, spec("\"drover.node.cpu-shares\": \"many\""));
    round(steps);
    assertThat(toldLabels()).containsExactly("{\"drover.node.cpu-shares\":\"512\"}");
    assertThat(recordedCodes().getLast()).containsExactly("PolicyRejected");
  }

  @Test
  void anAgentThatDoesNotAnswerIsMissingAndToldLater() {
    TuningSteps steps = steps(Mode.ENFORCE);
    service("\"drover.node.cpu-shares\": \"512\"");
    agent.stop(0);
    round(steps);
    assertThat(recordedCodes().getFirst()).contains("NoAgent");
    assertThat(board.get().missing()).hasSize(1);
    assertThat(told).isEmpty();
  }
}
