package io.drover.journal.wiring;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.drover.journal.BackupCatalogStore;
import io.drover.journal.DecisionQuery;
import io.drover.journal.Decisions;
import io.drover.journal.IncidentStore;
import io.drover.journal.JournalAnswer;
import io.drover.journal.StoreUnavailableException;
import io.drover.journal.UsageStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A database that is not there at first, is there, goes, and comes back: one story in the order of
 * its chapters.
 */
@QuarkusTest
@QuarkusTestResource(value = Environment.class, restrictToAnnotatedClass = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JournalOnPostgresTest extends OnPostgres {
  @Inject UsageStore usages;
  @Inject IncidentStore incidents;
  @Inject BackupCatalogStore catalog;

  @Test
  @Order(1)
  void startsWithoutADatabaseAndAnswersFromTheSpool() throws InterruptedException {
    assertThat(sink).isSameAs(journal);
    IntStream.range(0, 3).forEach(i -> sink.record(Decisions.numbered(i, "early")));
    await("the first attempt", () -> !dependencies.all().isEmpty());
    assertThatThrownBy(usages::load).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> incidents.load(1)).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> catalog.runs(1)).isInstanceOf(StoreUnavailableException.class);
    viewer()
        .get("/v1/decisions?service=early")
        .then()
        .statusCode(200)
        .body("complete", equalTo(false))
        .body("missing", containsString("away"))
        .body("decisions.id", contains("id-000002", "id-000001", "id-000000"));
    viewer().get("/v1/decisions/id-000001").then().statusCode(200);
    viewer()
        .get("/v1/decisions/nowhere")
        .then()
        .statusCode(503)
        .contentType("application/problem+json");
    assertThat(reported().up()).isFalse();
    assertThat(reported().required()).isFalse();
    given()
        .get("/q/health/ready")
        .then()
        .body("checks.data.journal", hasItem(containsString("down")));
    viewer().get("/q/metrics").then().body(containsString("drover_journal_spooled 3.0"));
  }

  @Test
  @Order(2)
  void recoversByItselfOnceTheDatabaseIsThere() throws Exception {
    postgres.start();
    awaitDrained();
    assertThat(idsInTable("early")).isEqualTo(numbered(0, 3));
    assertThat(reported().up()).isTrue();
    viewer()
        .get("/v1/decisions?service=early")
        .then()
        .statusCode(200)
        .body("complete", equalTo(true))
        .body("missing", equalTo(""))
        .body("decisions.id", contains("id-000002", "id-000001", "id-000000"));
    viewer()
        .get("/v1/decisions/id-000002")
        .then()
        .statusCode(200)
        .body("acted", equalTo(true))
        .body("plan.steps[0].action.type", equalTo("SetReplicas"));
    viewer().get("/v1/decisions/nowhere").then().statusCode(404);
    viewer()
        .get("/q/metrics")
        .then()
        .body(containsString("drover_journal_spooled 0.0"))
        .body(containsString("drover_journal_lost_total 0.0"));
  }

  @Test
  @Order(3)
  void recordingContinuesWhileTheDatabaseRestarts() throws Exception {
    int total = 600;
    CountDownLatch some = new CountDownLatch(100);
    CountDownLatch more = new CountDownLatch(350);
    Thread recorder =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 10_000; i < 10_000 + total; i++) {
                    sink.record(Decisions.numbered(i, "busy"));
                    some.countDown();
                    more.countDown();
                  }
                });
    assertThat(some.await(2, TimeUnit.MINUTES)).isTrue();
    postgres.stop();
    assertThat(more.await(2, TimeUnit.MINUTES)).isTrue();
    postgres.start();
    recorder.join();
    awaitDrained();
    postgres.stop();
    sink.record(Decisions.numbered(10_000 + total, "busy"));
    await("the loss is noticed", () -> !reported().up());
    JournalAnswer answer = journal.newest(DecisionQuery.newest(10));
    assertThat(answer.decisions())
        .extracting(stored -> stored.position().id())
        .containsExactly("id-010600");
    assertThat(answer.isComplete()).isFalse();
    postgres.start();
    awaitDrained();
    assertThat(idsInTable("busy")).isEqualTo(numbered(10_000, 10_001 + total));
    assertThat(journal.status().setAside()).isZero();
    assertThat(journal.status().refused()).isZero();
  }
}
