package io.drover.placement.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The endpoint as callers meet it, over a simulated Swarm. */
@QuarkusTest
@QuarkusTestResource(value = PlanResourceTest.Swarm.class, restrictToAnnotatedClass = true)
class PlanResourceTest {
  private static final String PLAN = "/v1/placement/plan";
  private static final String TOKEN = "viewer-token";

  /** A node of eight cores and two of two, with one task each of a service that reserves a core. */
  public static final class Swarm implements QuarkusTestResourceLifecycleManager {
    private SimulatedSwarm swarm;

    @Override
    public Map<String, String> start() {
      swarm = SimulatedSwarm.start();
      swarm.addNode("small1", 2_000_000_000L, 4L << 30, Map.of("tier", "app"));
      swarm.addNode("small2", 2_000_000_000L, 4L << 30, Map.of());
      swarm.addService(ServiceSpec.named("web").replicas(3).reserving(1_000_000_000L, 1L << 30));
      try {
        Path token = Files.createTempFile(Path.of("target"), "drover-viewer", ".token");
        token.toFile().deleteOnExit();
        Files.writeString(token, TOKEN + "\n");
        return Map.of(
            "DOCKER_HOST", swarm.dockerHost(), "drover.tokens.viewer-file", token.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop() {
      swarm.close();
    }
  }

  private static RequestSpecification caller() {
    return given().header("Authorization", "Bearer " + TOKEN).contentType("application/json");
  }

  @Test
  void thePlanOfTheContract() {
    caller()
        .body(
            """
            { "nodes": [ { "name": "server1", "cpu": "24", "memory": "128Gi", "iops": 100000, "bandwidth": "20Gbps", "labels": {"tier": "database"} } ],
              "services": [ { "name": "postgres_primary", "replicas": 2, "reservation": {"cpu": "2", "memory": "8Gi", "iops": 3000, "bandwidth": "1Gbps"},
                              "limit": {"cpu": "4", "memory": "16Gi"}, "constraints": ["node.labels.tier==database"], "maxPerNode": 1 } ] }
            """)
        .post(PLAN)
        .then()
        .statusCode(200)
        .body("fits", equalTo(false))
        .body("assignments", hasSize(1))
        .body("assignments[0].service", equalTo("postgres_primary"))
        .body("assignments[0].task", equalTo(1))
        .body("assignments[0].node", equalTo("server1"))
        .body("unplaced[0].service", equalTo("postgres_primary"))
        .body("unplaced[0].count", equalTo(1))
        .body("unplaced[0].reason", equalTo("max 1 task per node on 1 node"))
        .body("nodes[0].name", equalTo("server1"))
        .body("nodes[0].reserved.cpu", equalTo("2"))
        .body("nodes[0].reserved.iops", equalTo(3000))
        .body("nodes[0].free.memory", equalTo("120Gi"))
        .body("nodes[0].free.bandwidth", equalTo("19Gbps"))
        .body("totals.reservations.cpu", equalTo("4"))
        .body("totals.limits.memory", equalTo("32Gi"))
        .body("survivesLossOf.server1", equalTo(false));
  }

  @Test
  void aNodeThatWasTakenOutIsNoLoss() {
    caller()
        .body(
            """
            { "nodes": [ { "name": "a", "cpu": "2", "memory": "1Gi" }, { "name": "b", "cpu": "2", "memory": "1Gi" } ],
              "services": [ { "name": "s", "replicas": 2, "reservation": { "cpu": "1" } } ], "without": [ "a" ] }
            """)
        .post(PLAN)
        .then()
        .statusCode(200)
        .body("fits", equalTo(true))
        .body("nodes.name", contains("b"))
        .body("survivesLossOf.a", equalTo(true))
        .body("survivesLossOf.b", equalTo(false));
  }

  @Test
  void allMistakesAreToldAtOnce() {
    caller()
        .body("{\"nodes\": [{\"name\": \"a\", \"cpu\": \"many\"}], \"services\": [], \"x\": 1}")
        .post(PLAN)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors", hasSize(3))
        .body("errors", hasItem(startsWith("nodes[0].cpu: expected an amount of CPU")));
  }

  @Test
  void amountsBeyondCountingAreRefused() {
    caller()
        .body(
            """
            { "nodes": [], "services": [ { "name": "s", "replicas": 3, "reservation": { "memory": "8000000000Gi" } } ] }
            """)
        .post(PLAN)
        .then()
        .statusCode(400)
        .body("detail", equalTo("the amounts add up to more than can be counted"));
  }

  @Test
  void nobodyWithoutATokenIsAnswered() {
    given().contentType("application/json").body("{}").post(PLAN).then().statusCode(401);
    given().get(PLAN).then().statusCode(401);
  }

  @Test
  void theLiveSwarmAsItIs() {
    caller()
        .get(PLAN)
        .then()
        .statusCode(200)
        .body("fits", equalTo(true))
        .body("nodes.name", contains("node1", "small1", "small2"))
        .body("nodes.tasks", contains(1, 1, 1))
        .body("assignments.findAll { it.standing }", hasSize(3))
        .body("survivesLossOf.node1", equalTo(true))
        .body("notes", hasSize(0));
  }

  @Test
  void theLiveSwarmWithoutANodeAndWithMoreTasks() {
    caller()
        .get(PLAN + "?without=node1&scale=web=5")
        .then()
        .statusCode(200)
        .body("fits", equalTo(false))
        .body("nodes.name", contains("small1", "small2"))
        .body("unplaced[0].service", equalTo("web"))
        .body("unplaced[0].count", equalTo(1))
        .body("unplaced[0].reason", equalTo("insufficient cpu on 2 nodes"));
  }

  @Test
  void theLiveSwarmWithMoreTasksOnly() {
    caller()
        .get(PLAN + "?scale=web=12")
        .then()
        .statusCode(200)
        .body("fits", equalTo(true))
        .body("assignments.findAll { it.standing }", hasSize(3))
        .body("survivesLossOf.small1", equalTo(false));
    caller().get(PLAN + "?scale=web=13").then().body("unplaced[0].count", equalTo(1));
  }

  @Test
  void whatTheLiveSwarmDoesNotHaveIsAMistake() {
    caller()
        .get(PLAN + "?without=nobody&scale=ghost=2&scale=web")
        .then()
        .statusCode(400)
        .body(
            "errors",
            contains(
                "without: expected the name or id of a node, not \"nobody\"",
                "scale: expected a service and a count from 0 to 20000 such as \"web=8\", not \"web\"",
                "scale: expected a replicated service, not \"ghost\""));
  }
}
