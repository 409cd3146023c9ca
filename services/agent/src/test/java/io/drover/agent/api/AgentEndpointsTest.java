package io.drover.agent.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.drover.agent.model.Container;
import io.drover.agent.model.Controls;
import io.drover.agent.model.Field;
import io.drover.agent.model.IndexSet;
import io.drover.agent.model.Sample;
import io.drover.agent.record.OomKills;
import io.drover.agent.record.Samples;
import io.drover.runtime.time.Moment;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The agent without an engine: it starts, says so, and serves what it has. */
@QuarkusTest
@TestProfile(AgentEndpointsTest.Alone.class)
class AgentEndpointsTest {
  static final String TOKEN = "agent-token-of-this-test";
  static final String OPERATOR = "operator-token-of-this-test";
  private static final String LIMITS = "/v1/tasks/task-c4/limits";

  /** An agent whose engine is away, so that what it serves is what a test put there. */
  public static final class Alone implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "drover-agent-test");
        folder.toFile().deleteOnExit();
        Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        token.toFile().deleteOnExit();
        Path operator = Files.writeString(folder.resolve("operator"), OPERATOR + "\n");
        operator.toFile().deleteOnExit();
        // The sampler forgets what the engine does not list; it never comes round in this test.
        return Map.of(
            "drover.tokens.agent-file",
            token.toString(),
            "drover.tokens.operator-file",
            operator.toString(),
            "drover.agent.name-server",
            "127.0.0.1:1",
            "drover.agent.period",
            "1h",
            "drover.agent.scrape-period",
            "1h",
            "DOCKER_HOST",
            "tcp://127.0.0.1:1");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final Samples samples;
  private final OomKills oomKills;

  AgentEndpointsTest(Samples samples, OomKills oomKills) {
    this.samples = samples;
    this.oomKills = oomKills;
  }

  @Test
  void onlyNamesOfTasksAreAskedForAndOnlyForControlServices() {
    given()
        .header("Authorization", "Bearer " + OPERATOR)
        .contentType("application/json")
        .body("{\"names\":[\"tasks.web\"]}")
        .post("/v1/names")
        .then()
        .statusCode(403);
    for (String names : List.of("[]", "\"tasks.web\"", "[\"example.org\"]", "[7]")) {
      agent()
          .contentType("application/json")
          .body("{\"names\":" + names + "}")
          .post("/v1/names")
          .then()
          .statusCode(400);
    }
    agent()
        .contentType("application/json")
        .body("{\"names\":[\"tasks.web\"]}")
        .post("/v1/names")
        .then()
        .statusCode(200)
        .body("names.'tasks.web'.unknown", not(nullValue()));
  }

  private static RequestSpecification agent() {
    return given().header("Authorization", "Bearer " + TOKEN);
  }

  private void measured(String id, Field memoryLimit) {
    Container container =
        new Container(
            id,
            "shop_web.1." + id,
            "web:1",
            1,
            "",
            Instant.parse("2026-01-01T00:00:00Z"),
            Map.of(
                "com.docker.swarm.service.name", "shop_web",
                "com.docker.swarm.service.id", "s1",
                "com.docker.swarm.task.id", "task-" + id,
                "com.docker.stack.namespace", "shop"));
    Field broken = Field.unknown("net/dev is not there");
    for (int second = 0; second <= 5; second++) {
      samples.add(
          container,
          new Sample(
              new Moment(second * 1_000_000_000L, Instant.EPOCH.plusSeconds(second)),
              new Sample.CpuTime(
                  Field.known(second * 250_000_000L),
                  Field.known(second * 10L),
                  Field.known(second * 5L),
                  Field.known(0),
                  Field.known(500_000_000)),
              new Sample.Memory(
                  Field.known(1000),
                  Field.known(200),
                  Field.known(700),
                  Field.known(300),
                  memoryLimit,
                  Field.known(1)),
              new Sample.Pids(Field.known(3), Field.known(100)),
              new Sample.Traffic(Field.known(second), Field.known(0)),
              new Sample.Traffic(broken, broken)));
    }
  }

  @Test
  void itTellsHowFullTheNodeIs() {
    agent()
        .get("/v1/pressure")
        .then()
        .statusCode(200)
        .body("memory.total", greaterThan(1L))
        .body("memory.available", greaterThan(1L))
        .body("processes.current", greaterThan(1))
        .body("processes.limit", greaterThan(1))
        .body("disks[0].path", equalTo("/etc/hostname"))
        .body("disks[0].total", greaterThan(1L))
        .body("at", not(nullValue()))
        .body("unknown", nullValue());
  }

  @Test
  void statsTellUsageAndWhatIsNotKnown() {
    measured("c1", new Field.Unlimited());
    agent()
        .get("/v1/stats?window=5s")
        .then()
        .statusCode(200)
        .body("window", equalTo("5s"))
        .rootPath("tasks.find { it.container == 'c1' }")
        .body("service", equalTo("shop_web"))
        .body("taskId", equalTo("task-c1"))
        .body("stack", equalTo("shop"))
        .body("window", equalTo("5s"))
        .body("cpu.nanoCores", equalTo(250_000_000))
        .body("cpu.throttledShare.toDouble()", closeTo(0.5, 1e-9))
        .body("memory.workingSet", equalTo(800))
        .body("memory.workingSetPeak", equalTo(800))
        .body("memory.limit", nullValue())
        .body("pids.current", equalTo(3))
        .body("oomKills", equalTo(1))
        .body("network.receivedBytesPerSecond", nullValue())
        .body("unknown.network", equalTo("net/dev is not there"))
        .body("unknown.'cpuset.cpus'", equalTo("not read yet"));
  }

  @Test
  void statsTellWhereAContainerMayRun() {
    measured("c5", Field.known(5000));
    samples.controls(
        samples.of("c5").orElseThrow().container(),
        new Controls(
            new Controls.Weight(Controls.Scale.SHARES, Field.known(512)),
            new Controls.Indices.Known(IndexSet.parse("0-2,5")),
            new Controls.Indices.Unknown("cpuset.effective_mems is not there"),
            new Field.Unlimited()));
    agent()
        .get("/v1/stats")
        .then()
        .statusCode(200)
        .rootPath("tasks.find { it.container == 'c5' }")
        .body("cpu.shares", equalTo(512))
        .body("cpuset.cpus", equalTo("0-2,5"))
        .body("cpuset", not(hasKey("mems")))
        .body("unknown.'cpuset.mems'", equalTo("cpuset.effective_mems is not there"))
        .body("memory", hasKey("memswap"))
        .body("memory.memswap", nullValue())
        .body("pids.limit", equalTo(100));
  }

  @Test
  void volumesOfAnEngineThatIsAwayAreNotThoughtToBeNone() {
    agent().get("/v1/volumes").then().statusCode(503).contentType("application/problem+json");
  }

  @Test
  void statsTellWhoWasKilledForWantOfMemory() {
    measured("c3", Field.known(5000));
    Instant now = Instant.now();
    Container container = samples.of("c3").orElseThrow().container();
    oomKills.outOfMemory("c3");
    oomKills.died(container, "137", now);
    agent()
        .get("/v1/stats")
        .then()
        .statusCode(200)
        .rootPath("oomKilled.find { it.taskId == 'task-c3' }")
        .body("service", equalTo("shop_web"))
        .body("startedAt", equalTo("2026-01-01T00:00:00Z"))
        .body("at", equalTo(now.toString()));
  }

  @Test
  void aWindowOutOfRangeIsAnswered() {
    agent()
        .get("/v1/stats?window=2h")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors", hasItem("window: 2h is not between 1s and 60s"));
    agent().get("/v1/stats?window=soon").then().statusCode(400);
  }

  @Test
  void metricsHaveCadvisorsNames() {
    measured("c2", Field.known(5000));
    agent()
        .get("/metrics")
        .then()
        .statusCode(200)
        .contentType(containsString("text/plain"))
        .body(containsString("# TYPE container_cpu_usage_seconds_total counter"))
        .body(containsString("container_cpu_usage_seconds_total{id=\"/docker/c2\""))
        .body(containsString("container_label_com_docker_swarm_service_name=\"shop_web\""))
        .body(containsString("} 1.250000000\n"))
        .body(containsString("container_memory_working_set_bytes{id=\"/docker/c2\""))
        .body(containsString("container_spec_cpu_quota{id=\"/docker/c2\""))
        .body(not(containsString("container_network_receive_bytes_total{")));
  }

  @Test
  void theNodeIsDescribed() {
    agent()
        .get("/v1/node")
        .then()
        .statusCode(200)
        .body("cores", greaterThan(0))
        .body("memory.total", greaterThan(0L))
        .body("sockets", greaterThan(0))
        .body("physicalCores", greaterThan(0))
        .body("online", startsWith("0"))
        .body("settings.'kernel.pid_max'.toInteger()", greaterThan(300));
  }

  @Test
  void ordersAreTakenFromControlServicesOnly() {
    measured("c4", Field.known(5000));
    String order = "{\"memoryBytes\": 1000}";
    given().contentType("application/json").body(order).post(LIMITS).then().statusCode(401);
    given()
        .header("Authorization", "Bearer " + OPERATOR)
        .contentType("application/json")
        .body(order)
        .post(LIMITS)
        .then()
        .statusCode(403);
    agent()
        .contentType("application/json")
        .body(order)
        .post(LIMITS)
        .then()
        .statusCode(503)
        .contentType("application/problem+json");
    agent()
        .contentType("application/json")
        .body("{\"memoryBytes\": 799}")
        .post(LIMITS)
        .then()
        .statusCode(409)
        .body("detail", equalTo("its memory is not limited to 799: it uses 800"));
    agent()
        .contentType("application/json")
        .body("{\"memoryBytes\": \"1G\", \"nanoCpus\": -1}")
        .post(LIMITS)
        .then()
        .statusCode(400)
        .body("errors", hasItem("nanoCpus: expected a whole number from 1 to 2^60"))
        .body("errors", hasItem("memoryBytes: expected a whole number from 1 to 2^60"));
    for (String nothing : new String[] {"{}", "", "[1]", "null", "no JSON"}) {
      agent().contentType("application/json").body(nothing).post(LIMITS).then().statusCode(400);
    }
    agent()
        .contentType("application/json")
        .body(order)
        .post("/v1/tasks/nobody/limits")
        .then()
        .statusCode(404);
  }

  @Test
  void tuningIsToldByControlServicesOnlyAndKept() {
    String order =
        """
        {"services": [{"id": "s9", "name": "shop_db",
                       "labels": {"drover.node.cpuset": "exclusive:1"}}]}
        """;
    given()
        .header("Authorization", "Bearer " + OPERATOR)
        .contentType("application/json")
        .body(order)
        .post("/v1/tuning")
        .then()
        .statusCode(403);
    agent().contentType("application/json").body(order).post("/v1/tuning").then().statusCode(200);
    agent()
        .contentType("application/json")
        .body("{\"services\": [], \"leave\": [\"s9\", \"unheard-of\"]}")
        .post("/v1/tuning")
        .then()
        .statusCode(200);
    given()
        .header("Authorization", "Bearer " + OPERATOR)
        .get("/v1/tuning")
        .then()
        .statusCode(200)
        .body("services.id", equalTo(List.of("s9")))
        .body("services[0].labels.'drover.node.cpuset'", equalTo("exclusive:1"));
    agent()
        .contentType("application/json")
        .body(order.replace("exclusive:1", "exclusive:none"))
        .post("/v1/tuning")
        .then()
        .statusCode(400)
        .body("errors[0]", containsString("drover.node.cpuset"));
    agent()
        .contentType("application/json")
        .body("{\"services\": []}")
        .post("/v1/tuning")
        .then()
        .statusCode(200)
        .body("services", equalTo(List.of()));
    for (String nothing : new String[] {"{}", "", "[1]", "null", "no JSON"}) {
      agent()
          .contentType("application/json")
          .body(nothing)
          .post("/v1/tuning")
          .then()
          .statusCode(400);
    }
  }

  @Test
  void theProfileIsComparedForAllAndAppliedForControlServicesOnly() {
    given()
        .header("Authorization", "Bearer " + OPERATOR)
        .get("/v1/profile")
        .then()
        .statusCode(200)
        .body("applied", equalTo(false))
        .body("items.find { it.name == 'vm.swappiness' }.wanted", equalTo("10"));
    for (String verb : new String[] {"apply", "revert"}) {
      given()
          .header("Authorization", "Bearer " + OPERATOR)
          .post("/v1/profile/" + verb)
          .then()
          .statusCode(403);
    }
  }

  @Test
  void nobodyWalksIn() {
    for (String path :
        new String[] {
          "/v1/stats",
          "/v1/node",
          "/v1/volumes",
          "/v1/tuning",
          "/v1/profile",
          "/metrics",
          "/q/metrics"
        }) {
      given().get(path).then().statusCode(401);
      given().header("Authorization", "Bearer wrong").get(path).then().statusCode(401);
    }
  }

  @Test
  void withoutItsEngineItIsAliveButNotReady() {
    given().get("/q/health/live").then().statusCode(200);
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(503)
        .body("checks.find { it.name == 'drover' }.data.engine", containsString("down: "));
  }
}
