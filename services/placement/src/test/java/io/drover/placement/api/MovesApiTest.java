package io.drover.placement.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.drover.engine.DockerEngine;
import io.drover.engine.Engine;
import io.drover.testkit.Eventually;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drains and evening out, against the whole service at work on a simulated Swarm. */
@QuarkusTest
@TestProfile(MovesApiTest.AtWork.class)
class MovesApiTest {

  /** The whole service, quick. */
  public static final class AtWork implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Swarm.class));
    }
  }

  /** The Swarm that it works on. */
  public static final class Swarm implements QuarkusTestResourceLifecycleManager {
    static volatile SimulatedSwarm swarm;

    @Override
    public Map<String, String> start() {
      swarm = SimulatedSwarm.start();
      swarm.addNode("node2", 8_000_000_000L, 16L << 30, Map.of());
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "moves");
        return Map.of(
            "DOCKER_HOST", swarm.dockerHost(),
            "drover.placement.period", "100ms",
            "drover.moves.settle", "100ms",
            "drover.placement.agents.addresses", "http://127.0.0.1:1",
            "drover.policies", folder.resolve("policies").toString(),
            "drover.journal.spool", folder.resolve("spool").toString(),
            "drover.tokens.viewer-file", token(folder, "viewer"),
            "drover.tokens.operator-file", token(folder, "operator"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String token(Path folder, String role) throws IOException {
      Path file = Files.writeString(folder.resolve(role), role + "-token\n");
      file.toFile().deleteOnExit();
      return file.toString();
    }

    @Override
    public void stop() {
      swarm.close();
    }
  }

  private final SimulatedSwarm swarm = Swarm.swarm;
  private String web;

  @BeforeEach
  void deploy() {
    swarm.startTasksAs("running");
    web =
        swarm.addService(
            ServiceSpec.named("web").replicas(2).label("drover.place.rebalance", "auto"));
  }

  @AfterEach
  void putBack() {
    swarm.removeService(web);
    as("operator").delete("/v1/pause");
    as("operator").delete("/v1/nodes/node2/drain");
    Eventually.holds("no drain is under way", () -> "none".equals(drain("stage")));
    as("operator").post("/v1/nodes/node2/undrain");
    Eventually.holds("the node is active", () -> "active".equals(drain("availability")));
    Eventually.holds("no drain is under way", () -> "none".equals(drain("stage")));
  }

  private static RequestSpecification as(String role) {
    return given()
        .header("Authorization", "Bearer " + role + "-token")
        .contentType("application/json");
  }

  private static String drain(String field) {
    return as("viewer").get("/v1/nodes/node2/drain").path(field);
  }

  private static void order() {
    as("operator").post("/v1/nodes/node2/drain").then().statusCode(200);
  }

  /** What a real Swarm does by itself when a node is drained. */
  private void endTasksThere() {
    String node = drain("id");
    try (Engine engine = DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()))) {
      engine.snapshot().tasks().stream()
          .filter(task -> task.nodeId().equals(node))
          .forEach(task -> swarm.taskFails(task.id(), "drained"));
    }
  }

  @Test
  void aPlanTellsWhatWouldHappen() {
    as("viewer")
        .get("/v1/nodes/node2/drain-plan")
        .then()
        .statusCode(200)
        .body("safe", equalTo(true))
        .body("services.service", hasItem("web"))
        .body("services.how", hasItem("surge"))
        .body("services.find { it.service == 'web' }.to", equalTo(3))
        .body("services.find { it.service == 'web' }.lands.node1", equalTo(1));
    as("viewer").get("/v1/nodes/nowhere/drain-plan").then().statusCode(404);
  }

  @Test
  void aDrainRaisesDrainsAndLowers() {
    order();
    Eventually.holds("raised, and drained", () -> "drain".equals(drain("availability")));
    as("viewer")
        .get("/v1/nodes/node2/drain")
        .then()
        .body("stage", equalTo("clearing"))
        .body("raised.service", hasItem("web"));
    endTasksThere();
    Eventually.holds("over", () -> "none".equals(drain("stage")));
    Eventually.holds("the count is back", () -> swarm.replicas(web) == 2);
    as("viewer").get("/v1/nodes/node2/drain").then().body("code", equalTo("Drained"));
    assertThat(swarm.replicaHistory(web)).containsExactly(3, 2);
  }

  @Test
  void aDrainIsTakenBack() {
    swarm.startTasksAs("starting");
    order();
    Eventually.holds("raised", () -> swarm.replicas(web) == 3);
    Eventually.holds("it waits", () -> "StartingElsewhere".equals(drain("code")));
    as("operator").post("/v1/nodes/node2/drain").then().statusCode(409);
    as("operator").post("/v1/nodes/node2/undrain").then().statusCode(409);
    as("operator").delete("/v1/nodes/node2/drain").then().statusCode(200);
    Eventually.holds("active again", () -> "active".equals(drain("availability")));
    swarm.tasks(web).forEach(task -> swarm.taskEnters(task, "running"));
    Eventually.holds("over", () -> "none".equals(drain("stage")));
    Eventually.holds("the count is back", () -> swarm.replicas(web) == 2);
    as("operator").delete("/v1/nodes/node2/drain").then().statusCode(404);
  }

  @Test
  void whilePausedNothingIsDone() {
    as("operator").body("{\"for\":\"10m\",\"why\":\"quiet\"}").post("/v1/pause");
    order();
    Eventually.holds("it waits", () -> "Paused".equals(drain("code")));
    as("viewer").get("/v1/nodes/node2/drain").then().body("availability", equalTo("active"));
    as("operator").delete("/v1/pause");
    Eventually.holds("raised", () -> swarm.replicas(web) == 3);
    Eventually.holds("drained", () -> "drain".equals(drain("availability")));
    endTasksThere();
    Eventually.holds("over", () -> "none".equals(drain("stage")));
  }

  @Test
  void whatHasNoRoomElsewhereIsRefused() {
    String big =
        swarm.addService(ServiceSpec.named("big").replicas(2).reserving(9_000_000_000L, 0));
    as("operator")
        .body("{\"allowStop\":true}")
        .post("/v1/nodes/node2/drain")
        .then()
        .statusCode(409)
        .body("errors", hasItem(containsString("NoRoom: big")));
    as("viewer").get("/v1/nodes/node2/drain").then().body("availability", equalTo("active"));
    swarm.removeService(big);
  }

  @Test
  void ordersNeedAnOperatorAndABodyThatCanBeRead() {
    as("viewer").post("/v1/nodes/node2/drain").then().statusCode(403);
    as("viewer").delete("/v1/nodes/node2/drain").then().statusCode(403);
    as("viewer").post("/v1/nodes/node2/undrain").then().statusCode(403);
    as("operator").body("{\"allowStop\":7}").post("/v1/nodes/node2/drain").then().statusCode(400);
    as("operator").body("{").post("/v1/nodes/node2/drain").then().statusCode(400);
    as("operator").post("/v1/nodes/node2/undrain").then().statusCode(409);
  }

  @Test
  void eveningOutTellsWhatItWouldDoAndWhatHoldsItBack() {
    Eventually.holds(
        "the service is seen",
        () ->
            as("viewer").get("/v1/rebalance").statusCode() == 200
                && as("viewer")
                    .get("/v1/rebalance")
                    .path("services.service")
                    .equals(List.of("web")));
    as("viewer")
        .get("/v1/rebalance")
        .then()
        .body("services[0].moves", equalTo(0))
        .body("services.service", equalTo(List.of("web")))
        .body("holding.code", hasItem("NodeJustCame"))
        .body("budget.perHour", equalTo(10));
  }
}
