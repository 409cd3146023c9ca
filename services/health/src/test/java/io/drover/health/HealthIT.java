package io.drover.health;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.drover.testkit.Eventually;
import io.drover.testkit.artefact.ControlContract;
import io.drover.testkit.artefact.Surroundings;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The built health service, whatever it was built as. */
@QuarkusIntegrationTest
@TestProfile(HealthIT.Built.class)
class HealthIT extends ControlContract {

  /** The service with what stands around it, and nothing of other tests. */
  public static final class Built implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Around.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  /** Short periods, a folder that could be an nginx's, and no agent. */
  public static final class Around extends Surroundings {
    /** With a database. */
    public Around() {
      super(true);
    }

    @Override
    protected Map<String, String> prepare(SimulatedSwarm swarm, Path folder) throws IOException {
      return Map.of(
          "drover.health.nginx.folder", Files.createDirectory(folder.resolve("nginx")).toString(),
          "drover.health.nginx.test", "true",
          "drover.health.nginx.reload", "true",
          "drover.health.period", "300ms",
          "drover.incidents.period", "300ms",
          "drover.health.agents.addresses", "http://127.0.0.1:1");
    }
  }

  @TestHTTPResource("/v1/events")
  URI events;

  private static RequestSpecification operator() {
    return given().header("Authorization", "Bearer " + Surroundings.OPERATOR);
  }

  /** A service whose only task was rejected; returns the id of its incident. */
  private String incident(String service) {
    String id = swarm.addService(ServiceSpec.named(service).replicas(1));
    swarm.taskEnters(swarm.tasks(id).getFirst(), "rejected");
    Eventually.holds("there is an incident", () -> !incidents(service).isEmpty());
    return incidents(service).getFirst();
  }

  private static List<String> incidents(String service) {
    return operator()
        .get("/v1/incidents")
        .jsonPath()
        .getList("findAll { it.subject.name == '" + service + "' }.id");
  }

  @Override
  protected void somethingToDecide() {
    incident("shop_decided");
  }

  @Test
  void anIncidentIsToldAndTakenNoticeOf() {
    String incident = incident("shop_app");
    operator()
        .get("/v1/services/shop_app")
        .then()
        .statusCode(200)
        .body("level", equalTo("critical"))
        .body("desired", equalTo(1));
    operator()
        .get("/v1/health")
        .then()
        .body("managers.total", equalTo(1))
        .body("incidents.id", hasItem(incident));
    operator()
        .body("{\"note\": \"on it\"}")
        .post("/v1/incidents/" + incident + "/ack")
        .then()
        .statusCode(200)
        .body("status", equalTo("acknowledged"))
        .body("timeline[1].text", containsString("on it"));
    operator()
        .body("{\"note\": 7}")
        .post("/v1/incidents/" + incident + "/ack")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
    operator()
        .get("/q/metrics")
        .then()
        .body(containsString("drover_service_desired{service=\"shop_app\",stack=\"shop\"} 1.0"))
        .body(containsString("drover_lease_acting{lease=\"drover.lease.health\"} 1.0"));
  }

  @Test
  void eventsAreHeardAsTheyHappen() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) events.toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + Surroundings.OPERATOR);
    connection.setReadTimeout(120_000);
    try (BufferedReader heard =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(connection.getContentType()).startsWith("text/event-stream");
      String incident = incident("shop_heard");
      String line = heard.readLine();
      while (!line.contains(incident)) {
        line = heard.readLine();
      }
      assertThat(line).contains("\"event\":\"opened\"");
    } finally {
      connection.disconnect();
    }
  }
}
