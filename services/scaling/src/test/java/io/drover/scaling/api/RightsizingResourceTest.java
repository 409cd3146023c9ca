package io.drover.scaling.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.drover.testkit.sim.ServiceSpec;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The report as it is asked for, before anything was measured. */
@QuarkusTest
@TestProfile(OperatorsTest.AtWork.class)
class RightsizingResourceTest {
  private String id;

  @BeforeEach
  void deploy() {
    id =
        OperatorsTest.Swarm.swarm.addService(
            ServiceSpec.named("shop_api").replicas(2).reserving(500_000_000L, 512L << 20));
  }

  @AfterEach
  void remove() {
    OperatorsTest.Swarm.swarm.removeService(id);
  }

  private static RequestSpecification viewer() {
    return given().header("Authorization", "Bearer viewer-token");
  }

  @Test
  void whatIsNotKnownIsNullAndNotZero() {
    viewer()
        .get("/v1/rightsizing?days=1")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("days", equalTo(1))
        .body("complete", equalTo(false))
        .body("missing", containsString("no database is configured"))
        .body("services[0].service", equalTo("shop_api"))
        .body("services[0].cpu.p95", nullValue())
        .body("services[0].cpu.reservation", equalTo(500))
        .body("services[0].changes", equalTo(false))
        .body("services[0].findings[0].code", equalTo("too_little_data"))
        .body("saves.cores", equalTo(0.0f));
  }

  @Test
  void itComesAsCsvToo() {
    String csv =
        viewer()
            .get("/v1/rightsizing?format=csv")
            .then()
            .statusCode(200)
            .contentType(startsWith("text/csv"))
            .extract()
            .asString();
    assertThat(csv.lines().toList())
        .hasSize(3)
        .anySatisfy(
            line ->
                assertThat(line).startsWith("\"shop_api\",2,0,0,cpu_millicores,,,,,,500,,500,,"));
  }

  @Test
  void wrongQuestionsAreAnswered() {
    for (String wrong : new String[] {"days=0", "days=x", "days=366", "format=xml"}) {
      viewer().get("/v1/rightsizing?" + wrong).then().statusCode(400);
    }
    given().get("/v1/rightsizing").then().statusCode(401);
  }
}
