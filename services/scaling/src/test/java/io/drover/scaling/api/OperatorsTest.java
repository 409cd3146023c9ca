package io.drover.scaling.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

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

/** What operators order, against the whole service at work on a simulated Swarm. */
@QuarkusTest
@TestProfile(OperatorsTest.AtWork.class)
class OperatorsTest {
  private static final String WEB = "shop_web";

  /** The whole service, quick, without agents. */
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
      swarm.startTasksAs("running");
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "operators");
        return Map.of(
            "DOCKER_HOST", swarm.dockerHost(),
            "drover.scaling.period", "100ms",
            "drover.scaling.agents.addresses", "http://127.0.0.1:1",
            "drover.policies", folder.resolve("policies").toString(),
            // What an earlier run recorded of services with the same ids would count again.
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

  private String web;

  @BeforeEach
  void deploy() {
    web =
        Swarm.swarm.addService(
            ServiceSpec.named(WEB)
                .replicas(2)
                .label("drover.scale.min", "2")
                .label("drover.scale.max", "5"));
    Eventually.holds(
        "the service is seen",
        () ->
            as("viewer").get("/v1/services/" + WEB).statusCode() == 200
                && as("viewer").get("/v1/services/" + WEB).path("id").equals(web));
  }

  @AfterEach
  void remove() {
    as("operator").delete("/v1/orders/" + WEB);
    Swarm.swarm.removeService(web);
  }

  private static RequestSpecification as(String role) {
    return given()
        .header("Authorization", "Bearer " + role + "-token")
        .contentType("application/json");
  }

  private void comesTo(int replicas) {
    Eventually.holds(replicas + " tasks", () -> Swarm.swarm.replicas(web) == replicas);
  }

  private static String explanation() {
    return as("viewer").get("/v1/services/" + WEB).path("decision.summary");
  }

  @Test
  void aCountOfTheirOwnHoldsUntilItIsTakenBack() {
    as("operator")
        .body("{\"replicas\": 7, \"for\": \"2h\", \"why\": \"sale\", \"by\": \"ann\"}")
        .post("/v1/orders/" + WEB + "/replicas")
        .then()
        .statusCode(200)
        .body("replicas", equalTo(7))
        .body("service", equalTo(WEB));
    comesTo(7);
    Eventually.holds("it says so", () -> explanation().contains("by ann: sale"));
    as("viewer")
        .get("/v1/orders")
        .then()
        .statusCode(200)
        .body("by", contains("ann"))
        .body("kind", contains("replicas"))
        .body("why", contains("sale"));
    as("operator").delete("/v1/orders/" + WEB).then().statusCode(200);
    // Above its maximum, as the policy has it, it comes down at once.
    comesTo(5);
    as("viewer").get("/v1/orders").then().body("$", hasSize(0));
  }

  @Test
  void aServiceThatIsNotScaledCanBePausedButNotScaled() {
    String batch = Swarm.swarm.addService(ServiceSpec.named("shop_batch").replicas(1));
    try {
      as("operator")
          .body("{\"for\": \"2h\", \"why\": \"looking into it\"}")
          .post("/v1/orders/shop_batch/pause")
          .then()
          .statusCode(200)
          .body("id", equalTo(batch))
          .body("service", equalTo("shop_batch"));
      as("viewer").get("/v1/orders").then().body("service", contains("shop_batch"));
      as("operator")
          .body("{\"for\": \"2h\", \"replicas\": 3, \"why\": \"sale\"}")
          .post("/v1/orders/shop_batch/replicas")
          .then()
          .statusCode(404);
      as("operator").delete("/v1/orders/shop_batch").then().statusCode(200);
      as("viewer").get("/v1/orders").then().body("$", hasSize(0));
    } finally {
      as("operator").delete("/v1/orders/shop_batch");
      Swarm.swarm.removeService(batch);
    }
  }

  @Test
  void theBeginningOfAnIdIsNoName() {
    as("operator")
        .body("{\"for\": \"2h\", \"why\": \"a guess\"}")
        .post("/v1/orders/" + web.substring(0, 6) + "/pause")
        .then()
        .statusCode(404)
        .body("detail", containsString(web.substring(0, 6)));
  }

  @Test
  void whileItIsPausedNothingIsDoneToIt() {
    as("operator")
        .body("{\"for\": \"1h\", \"why\": \"looking into it\"}")
        .post("/v1/orders/" + WEB + "/pause")
        .then()
        .statusCode(200)
        .body("kind", equalTo("pause"));
    Swarm.swarm.rewrite(web, Swarm.swarm.spec(web).replace("\"Replicas\":2", "\"Replicas\":9"));
    Eventually.holds("it is held back", () -> explanation().contains("not done: paused until"));
    assertThat(Swarm.swarm.replicas(web)).isEqualTo(9);
    as("operator").delete("/v1/orders/" + WEB).then().statusCode(200);
    comesTo(5);
  }

  @Test
  void alertsAskForOneTaskMore() {
    as("operator")
        .body(
            """
            {"version": "4", "status": "firing", "receiver": "drover", "alerts": [
              {"status": "firing", "labels":
                {"alertname": "QueueIsLong\\u001b[2J", "drover_service": "shop_web", "drover_scale": "up"}},
              {"status": "resolved", "labels":
                {"alertname": "QueueIsLong", "drover_service": "shop_web", "drover_scale": "up"}},
              {"status": "firing", "labels":
                {"alertname": "Other", "drover_service": "shop_web", "drover_scale": "sideways"}},
              {"status": "firing", "labels":
                {"alertname": "Other", "drover_service": "nobody", "drover_scale": "up"}}]}
            """)
        .post("/v1/hooks/alertmanager")
        .then()
        .statusCode(200)
        .body("asked", hasSize(1))
        .body("passedOver", hasSize(3))
        .body("passedOver[0].why", containsString("resolved"));
    comesTo(3);
    // What a terminal would take for an order is escaped.
    as("viewer")
        .get("/v1/decisions?acted=true&service=" + WEB)
        .then()
        .body("decisions[0].summary", containsString("alert QueueIsLong\\u{1b}[2J"));
  }

  @Test
  void wrongOrdersAreAnsweredWithAllTheirMistakes() {
    as("operator")
        .body("{\"replicas\": -1, \"for\": \"8d\", \"why\": \" \", \"by\": \"a\\nb\"}")
        .post("/v1/orders/" + WEB + "/replicas")
        .then()
        .statusCode(400)
        .body("errors", hasSize(4));
    as("operator").body("[]").post("/v1/orders/" + WEB + "/pause").then().statusCode(400);
    as("operator")
        .body("{\"for\": \"1h\", \"why\": \"x\"}")
        .post("/v1/orders/nobody/pause")
        .then()
        .statusCode(404);
    as("operator").body("{\"alerts\": 1}").post("/v1/hooks/alertmanager").then().statusCode(400);
  }

  @Test
  void onlyOperatorsOrder() {
    String body = "{\"replicas\": 7, \"for\": \"2h\", \"why\": \"sale\"}";
    as("viewer").body(body).post("/v1/orders/" + WEB + "/replicas").then().statusCode(403);
    as("viewer").body("{\"alerts\": []}").post("/v1/hooks/alertmanager").then().statusCode(403);
    as("viewer").delete("/v1/orders/" + WEB).then().statusCode(403);
    given().get("/v1/orders").then().statusCode(401);
  }
}
