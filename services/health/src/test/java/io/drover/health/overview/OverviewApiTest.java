package io.drover.health.overview;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.drover.health.api.SimulatedSwarmResource;
import io.drover.testkit.Eventually;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

/** {@code GET /v1/overview} with services that answer, fail, hang, come back, and are not there. */
@QuarkusTest
@QuarkusTestResource(SimulatedSwarmResource.class)
@QuarkusTestResource(value = SisterServers.class, restrictToAnnotatedClass = true)
class OverviewApiTest {
  private static final int ENOUGH_TO_BE_LEFT_ALONE = 4;

  SimulatedSwarm swarm;
  SisterServers.Pair sisters;

  private static ValidatableResponse overview() {
    return given()
        .header("Authorization", "Bearer " + SimulatedSwarmResource.VIEWER)
        .get("/v1/overview")
        .then()
        .statusCode(200);
  }

  private static String of(String service, String field) {
    return "services.find { it.service == '%s' }.%s".formatted(service, field);
  }

  private static String state(String service) {
    JsonPath json = overview().extract().jsonPath();
    return json.getString(of(service, "state"));
  }

  @Test
  void nobodyIsAnsweredWithoutAToken() {
    given().get("/v1/overview").then().statusCode(401);
  }

  @Test
  void allOfTheSuiteWhateverOfItIsAway() {
    sisters.placement().body = SisterServers.Server.answer("agents: none answers");
    Eventually.holds(
        "it looks after the Swarm",
        () -> overview().extract().jsonPath().getString("swarm.level") != null);
    overview()
        .body(of("scaling", "state"), equalTo("up"))
        .body(of("scaling", "instance"), equalTo("it-1"))
        .body(of("scaling", "paused"), equalTo(true))
        .body(of("scaling", "leases[0].holder"), equalTo("it-1"))
        .body(of("placement", "state"), equalTo("degraded"))
        .body(of("placement", "text"), equalTo("agents: none answers"))
        .body(of("backup", "state"), equalTo("absent"))
        .body(of("backup", "text"), equalTo("the Swarm has no service backup"))
        .body(of("failover", "state"), equalTo("absent"))
        .body(of("failover", "text"), equalTo("no address of it is set"))
        .body(of("failover", "instance"), nullValue())
        .body(of("health", "leases[0].name"), equalTo("drover.lease.health"))
        .body("swarm.managers.total", equalTo(1))
        .body("agents.answering", equalTo(0))
        .body("agents.nodes", equalTo(1))
        .body("agents.missing[0]", containsString("127.0.0.1:1"));
    assertThat(sisters.scaling().tokens())
        .isNotEmpty()
        .allMatch(("Bearer " + SisterServers.TOKEN)::equals);

    sisters.scaling().hangs = true;
    overview()
        .body(of("scaling", "state"), equalTo("unreachable"))
        .body(of("scaling", "instance"), equalTo("it-1"))
        .body(of("placement", "state"), equalTo("degraded"));
    Eventually.holds(
        "what keeps failing is left alone",
        () ->
            overview()
                .extract()
                .jsonPath()
                .getString(of("scaling", "text"))
                .startsWith("it failed again and again"));
    assertThat(sisters.scaling().asked()).isGreaterThanOrEqualTo(ENOUGH_TO_BE_LEFT_ALONE);
    sisters.scaling().hangs = false;
    Eventually.holds("it is asked anew", () -> state("scaling").equals("up"));

    sisters.placement().status = 500;
    overview()
        .body(of("placement", "state"), equalTo("unreachable"))
        .body(of("placement", "text"), equalTo("it answered 500"))
        .body(of("placement", "missing[0]"), equalTo("agents: none answers"));
    sisters.placement().status = 200;
    sisters.placement().body = "[]";
    Eventually.holds(
        "what is no status is not taken for one",
        () ->
            overview()
                .extract()
                .jsonPath()
                .getString(of("placement", "text"))
                .equals("it sent something that is no status"));

    String backup =
        swarm.addService(
            ServiceSpec.named("suite_backup").label("com.docker.stack.namespace", "suite"));
    overview()
        .body(of("backup", "state"), equalTo("unreachable"))
        .body(of("backup", "text"), containsString("backup:9484"));
    swarm.removeService(backup);
  }
}
