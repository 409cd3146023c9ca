package io.drover.failover;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With neither an engine nor a database in reach it starts, and says that it is not ready. */
@QuarkusTest
@TestProfile(StartsAnywhereTest.Alone.class)
class StartsAnywhereTest {

  /** Nothing to be reached. */
  public static final class Alone implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("DOCKER_HOST", "unix:///nonexistent/docker.sock");
    }
  }

  @Test
  void itLives() {
    given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
  }

  @Test
  void withoutATokenNobodyIsAnswered() {
    given().get("/v1/status").then().statusCode(401);
  }
}
