package io.drover.journal.wiring;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Decision;
import io.drover.core.decision.DecisionSink;
import io.drover.journal.DatabaseState;
import io.drover.journal.DecisionJson;
import io.drover.journal.DecisionStore;
import io.drover.journal.Journal;
import io.drover.journal.spool.Spooled;
import io.drover.runtime.status.Dependencies;
import io.drover.testkit.postgres.RestartablePostgres;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/**
 * The whole module on a real PostgreSQL, and what its tests share. Where that runs, each begins
 * when the journal has reached it.
 */
abstract class OnPostgres {
  static final Duration PATIENCE = Duration.ofMinutes(2);

  RestartablePostgres postgres;
  @Inject Journal journal;
  @Inject DecisionSink sink;
  @Inject DecisionStore store;
  @Inject Dependencies dependencies;

  @BeforeEach
  final void reached() throws InterruptedException {
    if (postgres.isRunning()) {
      awaitDrained();
    }
  }

  static RequestSpecification viewer() {
    return given().header("Authorization", "Bearer viewer-token");
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    CountDownLatch never = new CountDownLatch(1);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(end);
      assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  final void awaitDrained() throws InterruptedException {
    await(
        "everything is in the database",
        () ->
            journal.status().database() instanceof DatabaseState.Reachable
                && journal.status().spooledRecords() == 0);
  }

  final List<String> idsInTable(String service) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select id from drover.decision where service = '" + service + "' order by seq")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  final void inDatabase(String... statements) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  final Dependencies.Dependency reported() {
    return dependencies.all().stream()
        .filter(dependency -> dependency.name().equals("journal"))
        .findFirst()
        .orElseThrow();
  }

  static List<String> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj("id-%06d"::formatted).toList();
  }

  static Spooled spooled(long seq, Decision decision) {
    return new Spooled(seq, DecisionJson.toLine(decision));
  }
}
