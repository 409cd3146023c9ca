package io.drover.scaling.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.drover.testkit.Eventually;
import io.drover.testkit.sim.ServiceSpec;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The report on a service that is only observed, from the loop's first rounds on. */
@QuarkusTest
@TestProfile(OperatorsTest.AtWork.class)
class ShadowResourceTest {
  private static final String SHADOW = "shop_shadow";

  private String id;

  @BeforeEach
  void deploy() {
    id =
        OperatorsTest.Swarm.swarm.addService(
            ServiceSpec.named(SHADOW)
                .replicas(1)
                .label("drover.mode", "observe")
                .label("drover.scale.min", "3")
                .label("drover.scale.max", "5"));
  }

  @AfterEach
  void remove() {
    OperatorsTest.Swarm.swarm.removeService(id);
  }

  private static RequestSpecification viewer() {
    return given().header("Authorization", "Bearer viewer-token");
  }

  @Test
  void itTellsWhatWouldHaveBeenAndWhy() {
    Eventually.holds(
        "the service is in the report",
        () -> {
          Response answer = viewer().get("/v1/shadow?service=" + SHADOW);
          return answer.statusCode() == 200
              && !answer.jsonPath().getList("services").isEmpty()
              && answer.jsonPath().getString("services[0].first[0].summary") != null;
        });
    viewer()
        .get("/v1/shadow?since=1h&service=" + SHADOW)
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("complete", equalTo(false))
        .body("missing", containsString("no database is configured"))
        .body("services", hasSize(1))
        .body("services[0].mode", equalTo("observe"))
        .body("services[0].had.most", equalTo(1))
        .body("services[0].wouldHaveHad.most", equalTo(3))
        .body("services[0].first[0].kind", equalTo("short"))
        .body("services[0].first[0].had", equalTo(1))
        .body("services[0].first[0].wouldHaveHad", equalTo(3))
        .body("services[0].first[0].why", containsString("below the minimum of 3"))
        .body("services[0].first[0].summary", containsString("observe mode"))
        .body("services[0].spansLeftOut", equalTo(0));
    viewer().get("/v1/shadow").then().body("services.service", hasItem(SHADOW));
  }

  @Test
  void wrongQuestionsAreAnswered() {
    viewer()
        .get("/v1/shadow?since=soon")
        .then()
        .statusCode(400)
        .body("errors", hasItem(containsString("since: \"soon\": expected a time such as")));
    viewer().get("/v1/shadow?service=nobody").then().statusCode(404);
    given().get("/v1/shadow").then().statusCode(401);
  }
}
