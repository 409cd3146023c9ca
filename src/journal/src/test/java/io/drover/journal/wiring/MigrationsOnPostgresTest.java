package io.drover.journal.wiring;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.stringContainsInOrder;

import io.drover.journal.DecisionStore;
import io.drover.journal.Decisions;
import io.drover.journal.StoreUnavailableException;
import io.drover.journal.postgres.Connections;
import io.drover.journal.postgres.PostgresStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Migrations of a database that has all, and of one that lost all. */
@QuarkusTest
@WithTestResource(RunningEnvironment.class)
class MigrationsOnPostgresTest extends OnPostgres {
  @Inject Connections connections;
  @Inject JournalCredentials credentials;

  @Test
  void flywayIsAskedOnlyWhenAMigrationIsDue() throws SQLException {
    AtomicInteger asked = new AtomicInteger();
    DecisionStore another =
        new PostgresStore(
            connections,
            () -> {
              asked.incrementAndGet();
              return new MigrationConnections(postgres.url(), credentials);
            });
    another.migrate();
    assertThat(asked).hasValue(0);
    inDatabase("update drover.flyway_schema_history set success = false where version = '10'");
    assertThatThrownBy(another::migrate)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("migration to version 10");
    inDatabase("update drover.flyway_schema_history set success = true where version = '10'");
    assertThat(asked).hasValue(1);
    inDatabase(
        "alter table drover.flyway_schema_history rename to elsewhere",
        "create table drover.flyway_schema_history (like drover.elsewhere including all)");
    assertThatThrownBy(another::migrate)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("V1__decision.sql: ")
        .hasMessageContaining("already exists");
    inDatabase(
        "drop table drover.flyway_schema_history",
        "alter table drover.elsewhere rename to flyway_schema_history");
    assertThat(asked).hasValue(2);
    another.migrate();
    assertThat(asked).hasValue(2);
  }

  @Test
  void thoseThatDoNotFitAreNamed() throws Exception {
    inDatabase(
        "update drover.flyway_schema_history set checksum = 1 where version = '9'",
        "update drover.flyway_schema_history set version = '7' where version = '6'",
        "update drover.flyway_schema_history set version = '11' where version = '10'",
        // As a database that comes in place of another one does it: looked at anew.
        "drop table drover.decision");
    sink.record(Decisions.numbered(31_000, "named"));
    await("the migrations were looked at", () -> reported().reason().contains("migration"));
    given()
        .get("/q/health/ready")
        .then()
        .body(
            "checks.data.journal",
            hasItem(
                stringContainsInOrder(
                    "down", "not resolved locally: 7;", "mismatch for migration version 9")))
        .body("checks.data.journal", hasItem(not(containsString("11"))));
    inDatabase("drop schema drover cascade");
    awaitDrained();
    assertThat(idsInTable("named")).isEqualTo(numbered(31_000, 31_001));
  }

  @Test
  void aTableThatWasDroppedIsMadeAgain() throws Exception {
    inDatabase("drop schema drover cascade");
    sink.record(Decisions.numbered(30_000, "anew"));
    awaitDrained();
    assertThat(idsInTable("anew")).isEqualTo(numbered(30_000, 30_001));
  }
}
