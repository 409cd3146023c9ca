package io.drover.health.route;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.drover.core.model.Reading;
import io.drover.core.model.TaskState;
import io.drover.core.policy.RoutePolicy;
import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.Health;
import io.drover.health.route.decide.RouteTask;
import io.drover.health.route.decide.RoutedService;
import io.drover.health.route.decide.Slot;
import io.drover.health.route.decide.Standings;
import io.drover.health.route.observe.RouteRound;
import io.drover.health.route.record.BalancerStatus;
import io.drover.health.route.record.RouteBoard;
import io.drover.runtime.pause.PauseState;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code GET /v1/routes} answers. No load balancer is named, so no loop writes the board. */
@QuarkusTest
@TestProfile(RoutesApiTest.Alone.class)
class RoutesApiTest {
  private static final String TOKEN = "viewer-token-of-the-routes-test";
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  /** No engine, and a token. */
  public static final class Alone implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path file = Files.createTempFile(Path.of("target"), "drover-viewer", ".token");
        file.toFile().deleteOnExit();
        Files.writeString(file, TOKEN);
        return Map.of(
            "DOCKER_HOST",
            "unix:///nonexistent/docker.sock",
            "drover.tokens.viewer-file",
            file.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Inject RouteBoard board;

  private static RequestSpecification viewer() {
    return given().header("Authorization", "Bearer " + TOKEN);
  }

  @Test
  void nobodyIsAnsweredWithoutAToken() {
    given().get("/v1/routes").then().statusCode(401);
  }

  @Test
  void withoutALoadBalancerItSaysWhatToSet() {
    board.standBy(
        "no load balancer is named: set drover.health.haproxy.addresses or drover.health.nginx.folder");
    viewer()
        .get("/v1/routes")
        .then()
        .statusCode(503)
        .body("detail", containsString("drover.health.haproxy.addresses"));
  }

  @Test
  void servicesTasksAndMembersAreShown() {
    Endpoint at = new Endpoint("10.0.1.5", 8080);
    RouteTask task =
        new RouteTask(
            "t1",
            "node1",
            true,
            TaskState.RUNNING,
            TaskState.RUNNING,
            NOW,
            Reading.known(at, NOW),
            new Health.Passing());
    RoutedService web =
        new RoutedService(
            "id",
            "web",
            false,
            new RoutePolicy("app", 8080, new RoutePolicy.Check.Http("/health"), 100, 0),
            Standings.of(List.of(task)));
    board.lead(new RouteRound(NOW, List.of(web), Set.of(), List.of(), new PauseState.Running()));
    board.put(
        new BalancerStatus(
            "haproxy /run/admin.sock",
            NOW,
            "",
            Map.of(
                "app",
                List.of(
                    new Slot("slot1", at, Slot.State.READY, true, 100, 50, 3),
                    new Slot(
                        "slot2", new Endpoint("127.0.0.1", 1), Slot.State.MAINT, false, 1, 0, 0))),
            Map.of("app", List.of("a note"))));
    viewer()
        .get("/v1/routes")
        .then()
        .statusCode(200)
        .body("services[0].service", equalTo("web"))
        .body("services[0].check", equalTo("/health"))
        .body("services[0].tasks[0].place", equalTo("in"))
        .body("services[0].tasks[0].address", equalTo("10.0.1.5:8080"))
        .body("balancers[0].error", equalTo(""))
        .body("balancers[0].backends[0].free", equalTo(1))
        .body("balancers[0].backends[0].members[0].task", equalTo("t1"))
        .body("balancers[0].backends[0].members[0].sessions", equalTo(3))
        .body("balancers[0].backends[0].notes[0]", equalTo("a note"))
        .body("problems", empty());
  }
}
