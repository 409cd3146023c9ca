package io.drover.journal.wiring;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.drover.journal.Decisions;
import io.drover.journal.PastActs;
import io.drover.journal.Position;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked about decisions that are in the database. */
@QuarkusTest
@WithTestResource(RunningEnvironment.class)
class DecisionsApiTest extends OnPostgres {
  @BeforeEach
  void someAreThere() {
    store.insert(
        IntStream.rangeClosed(10_000, 10_600)
            .mapToObj(i -> spooled(i, Decisions.numbered(i, "busy")))
            .toList());
  }

  @Test
  void aServiceFindsWhatItDid() {
    PastActs acts =
        journal.actedSince("scaling", "busy-id", Decisions.START.plusSeconds(10_590), 100);
    assertThat(acts)
        .isEqualTo(
            new PastActs.Known(
                IntStream.of(10_600, 10_598, 10_596, 10_594, 10_592, 10_590)
                    .mapToObj(i -> Decisions.numbered(i, "busy"))
                    .toList()));
  }

  @Test
  void theApiFiltersAndPages() {
    viewer()
        .get("/v1/decisions?service=busy&acted=false&limit=2&loop=scaling")
        .then()
        .statusCode(200)
        .body("decisions.id", contains("id-010599", "id-010597"))
        .body("next", not(equalTo("")));
    String next = viewer().get("/v1/decisions?service=busy&limit=2").then().extract().path("next");
    viewer()
        .queryParam("before", next)
        .queryParam("service", "busy")
        .queryParam("limit", 2)
        .get("/v1/decisions")
        .then()
        .body("decisions.id", contains("id-010598", "id-010597"));
    viewer().get("/v1/decisions?service=busy").then().body("decisions", hasSize(100));
    viewer()
        .get("/v1/decisions?service=busy&limit=1000")
        .then()
        .statusCode(200)
        .contentType(ContentType.JSON)
        .body("decisions", hasSize(601))
        .body("decisions[600].id", equalTo("id-010000"))
        .body("complete", equalTo(true))
        .body("next", equalTo(""));
    viewer()
        .queryParam("since", Decisions.START.plusSeconds(10_600).toString())
        .get("/v1/decisions?service=busy")
        .then()
        .body("decisions.id", contains("id-010600"))
        .body("next", equalTo(""));
    sink.record(Decisions.at(Instant.now(), "just-now", "fresh", false));
    viewer()
        .get("/v1/decisions?since=1h&service=fresh")
        .then()
        .body("decisions.id", contains("just-now"));
    viewer().get("/v1/decisions?loop=other").then().body("decisions", empty());
  }

  @Test
  void mistakesAreProblemsAllAtOnce() {
    viewer()
        .get("/v1/decisions?since=yesterday&limit=1001&acted=maybe&before=x")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors", hasSize(4))
        .body("errors", hasItem(containsString("since: \"yesterday\"")))
        .body("errors", hasItem("limit: \"1001\" is not a number from 1 to 1000"));
    for (String wrong :
        Arrays.asList("limit=0", "limit=x", "since=2026-13-01T00:00:00Z", "since=99999999999d")) {
      viewer().get("/v1/decisions?" + wrong).then().statusCode(400);
    }
    viewer()
        .queryParam("service", "a\0")
        .queryParam("loop", "\0")
        .get("/v1/decisions")
        .then()
        .statusCode(400)
        .body("errors", hasSize(2));
    viewer()
        .queryParam("before", new Position(Decisions.START, 1, "a\0").toCursor())
        .get("/v1/decisions")
        .then()
        .statusCode(400)
        .body("errors", contains("before: is out of range"));
    viewer().get("/v1/decisions/{id}", "a\0").then().statusCode(404);
    given().get("/v1/decisions").then().statusCode(401);
    given()
        .header("Authorization", "Bearer agent-token")
        .get("/v1/decisions")
        .then()
        .statusCode(403);
  }
}
