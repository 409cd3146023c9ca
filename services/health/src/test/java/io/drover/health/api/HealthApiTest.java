package io.drover.health.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.drover.testkit.Eventually;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The whole service on a simulated Swarm, by its API. */
@QuarkusTest
@QuarkusTestResource(SimulatedSwarmResource.class)
class HealthApiTest {
  SimulatedSwarm swarm;

  @TestHTTPResource("/v1/events")
  URI events;

  private static RequestSpecification as(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  private static RequestSpecification viewer() {
    return as(SimulatedSwarmResource.VIEWER);
  }

  private static String incident(String service) {
    List<String> ids =
        viewer()
            .get("/v1/incidents")
            .jsonPath()
            .getList("findAll { it.subject.name == '" + service + "' }.id");
    return ids == null || ids.isEmpty() ? "" : ids.getFirst();
  }

  @Test
  void aLoopFromItsBeginningToItsEnd() {
    Eventually.holds(
        "it looks after the Swarm", () -> viewer().get("/v1/nodes").statusCode() == 200);
    List<String> heard = new CopyOnWriteArrayList<>();
    HttpClient client = HttpClient.newHttpClient();
    try {
      client.sendAsync(
          HttpRequest.newBuilder(events)
              .header("Authorization", "Bearer " + SimulatedSwarmResource.VIEWER)
              .build(),
          HttpResponse.BodyHandlers.fromLineSubscriber(new Lines(heard)));
      Eventually.holds(
          "events are heard", () -> heard.stream().anyMatch(line -> line.contains("alive")));
      story(heard);
    } finally {
      // Closing it in good order would wait for the end of the events.
      client.shutdownNow();
    }
  }

  private void story(List<String> heard) {
    String id = swarm.addService(ServiceSpec.named("shop_app").replicas(1));
    swarm.taskEnters(swarm.tasks(id).getFirst(), "rejected");
    Eventually.holds("it is told", () -> !incident("shop_app").isEmpty());
    String incident = incident("shop_app");
    viewer()
        .get("/v1/services/shop_app")
        .then()
        .statusCode(200)
        .body("level", equalTo("critical"))
        .body("desired", equalTo(1))
        .body("running", equalTo(0))
        .body("schedulable", equalTo(1));
    viewer().get("/v1/services/none").then().statusCode(404);
    viewer()
        .get("/v1/health")
        .then()
        .statusCode(200)
        .body("level", equalTo("critical"))
        .body("managers.total", equalTo(1))
        .body("incidents.id", hasItem(incident));
    viewer().post("/v1/incidents/" + incident + "/ack").then().statusCode(403);
    RequestSpecification operator = as(SimulatedSwarmResource.OPERATOR);
    operator
        .body("{\"note\": 7}")
        .post("/v1/incidents/" + incident + "/ack")
        .then()
        .statusCode(400);
    as(SimulatedSwarmResource.OPERATOR)
        .body("{\"note\": \"on it\"}")
        .post("/v1/incidents/" + incident + "/ack")
        .then()
        .statusCode(200)
        .body("status", equalTo("acknowledged"))
        .body("timeline[1].text", containsString("on it"));
    as(SimulatedSwarmResource.OPERATOR).post("/v1/incidents/none/ack").then().statusCode(404);
    viewer().get("/v1/incidents?status=odd").then().statusCode(400);
    assertThat(given().get("/v1/health").statusCode()).isEqualTo(401);
    viewer()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("drover_service_desired{service=\"shop_app\",stack=\"shop\"} 1.0"))
        .body(
            containsString(
                "drover_service_slot{service=\"shop_app\",stack=\"shop\",slot=\"1\",state="))
        .body(containsString("drover_incident{"))
        .body(containsString("drover_node_cores{node="))
        .body(containsString("drover_node_reserved_bytes{node="))
        .body(containsString("drover_lease_acting{lease=\"drover.lease.health\"} 1.0"))
        .body(containsString("drover_loop_healthy{loop=\"incidents\"} 1.0"))
        .body(containsString("drover_dependency_up{dependency="));
    swarm.removeService(id);
    Eventually.holds(
        "it is over",
        () ->
            viewer()
                .get("/v1/incidents/" + incident)
                .jsonPath()
                .getString("status")
                .equals("closed"));
    Eventually.holds(
        "all of it was heard",
        () ->
            List.of("opened", "acknowledged", "closed").stream()
                .allMatch(
                    event ->
                        heard.stream()
                            .anyMatch(
                                line ->
                                    line.contains(incident)
                                        && line.contains("\"event\":\"" + event + "\""))));
    viewer()
        .get("/v1/decisions?service=shop_app")
        .then()
        .statusCode(200)
        .body("decisions.summary", hasItem(containsString("closed")));
  }

  /** Notes lines as they come. */
  private record Lines(List<String> heard) implements java.util.concurrent.Flow.Subscriber<String> {
    @Override
    public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      heard.add(line);
    }

    @Override
    public void onError(Throwable failed) {
      heard.add("failed: " + failed);
    }

    @Override
    public void onComplete() {
      heard.add("complete");
    }
  }
}
