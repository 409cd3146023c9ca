package io.drover.journal.wiring;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.drover.core.decision.Decision;
import io.drover.core.decision.DecisionSink;
import io.drover.journal.BackupCatalogStore;
import io.drover.journal.DatabaseState;
import io.drover.journal.DecisionJson;
import io.drover.journal.DecisionQuery;
import io.drover.journal.DecisionStore;
import io.drover.journal.Decisions;
import io.drover.journal.HourStore;
import io.drover.journal.IncidentStore;
import io.drover.journal.Journal;
import io.drover.journal.JournalAnswer;
import io.drover.journal.PastActs;
import io.drover.journal.Position;
import io.drover.journal.StoreRefusedException;
import io.drover.journal.StoreUnavailableException;
import io.drover.journal.StoredDecision;
import io.drover.journal.StoredUsage;
import io.drover.journal.UsageStore;
import io.drover.journal.postgres.PostgresStore;
import io.drover.journal.spool.Spooled;
import io.drover.runtime.status.Dependencies;
import io.drover.testkit.postgres.RestartablePostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.smallrye.common.annotation.Identifier;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The whole module on a real PostgreSQL that is not there at first, is there, goes, and comes back:
 * one story in the order of its chapters.
 */
@QuarkusTest
@QuarkusTestResource(value = Environment.class, restrictToAnnotatedClass = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JournalOnPostgresTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  RestartablePostgres postgres;
  @Inject Journal journal;
  @Inject DecisionSink sink;
  @Inject DecisionStore store;
  @Inject UsageStore usages;
  @Inject IncidentStore incidents;
  @Inject BackupCatalogStore catalog;
  @Inject HourStore hours;

  @Inject
  @Identifier(JournalBeans.REPLICAS)
  HourStore replicas;

  @Inject Dependencies dependencies;
  @Inject Pool pool;
  @Inject JournalCredentials credentials;

  private static RequestSpecification viewer() {
    return given().header("Authorization", "Bearer viewer-token");
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    CountDownLatch never = new CountDownLatch(1);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(end);
      assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private void awaitDrained() throws InterruptedException {
    await(
        "everything is in the database",
        () ->
            journal.status().database() instanceof DatabaseState.Reachable
                && journal.status().spooledRecords() == 0);
  }

  private List<String> idsInTable(String service) throws SQLException {
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

  private Dependencies.Dependency reported() {
    return dependencies.all().stream()
        .filter(dependency -> dependency.name().equals("journal"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> ids(List<StoredDecision> decisions) {
    return decisions.stream().map(stored -> stored.position().id()).toList();
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj("id-%06d"::formatted).toList();
  }

  private static Spooled spooled(long seq, Decision decision) {
    return new Spooled(seq, DecisionJson.toLine(decision));
  }

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
  void whatIsThereIsLeftAsItIs() {
    store.migrate();
    Decision first = Decisions.at(Decisions.START, "twice", "same", false);
    Decision second = Decisions.at(Decisions.START, "twice", "same", true);
    store.insert(List.of(spooled(1, first)));
    store.insert(List.of(spooled(1, second), spooled(2, Decisions.numbered(7_001, "same"))));
    assertThat(store.find("twice"))
        .hasValueSatisfying(
            stored -> assertThat(DecisionJson.read(stored.json())).isEqualTo(first));
    assertThat(store.find("id-007001")).isPresent();
  }

  @Test
  @Order(4)
  void oneThatCanNotBeStoredTakesItsBatchWithItAndIsNamed() {
    Spooled good = spooled(1, Decisions.numbered(7_100, "refused"));
    Spooled incomplete =
        new Spooled(2, "{\"id\":\"broken\",\"at\":\"2026-01-01T12:00:00Z\",\"acted\":true}");
    assertThatThrownBy(() -> store.insert(List.of(good, incomplete)))
        .isInstanceOf(StoreRefusedException.class);
    assertThatThrownBy(() -> store.insert(List.of(new Spooled(3, "no JSON"))))
        .isInstanceOf(StoreRefusedException.class);
    // Written into a batch it would be deeper than JSON is written.
    Spooled deep =
        new Spooled(
            4,
            "{\"id\":\"deep\",\"at\":\"2026-01-01T12:00:00Z\",\"n\":%s%s}"
                .formatted("[".repeat(998), "]".repeat(998)));
    assertThatThrownBy(() -> store.insert(List.of(good, deep)))
        .isInstanceOf(StoreRefusedException.class);
    assertThat(store.find("id-007100")).isEmpty();
  }

  @Test
  @Order(4)
  void oneThatCanNotBeReadIsMissingAndSaidToBe() throws SQLException {
    store.insert(List.of(spooled(1, Decisions.numbered(7_200, "unreadable"))));
    // More digits than are read.
    inDatabase(
        """
        update drover.decision set body = jsonb_build_object('n', cast(repeat('1', 1500) as numeric))
        where service = 'unreadable'
        """);
    assertThatThrownBy(() -> store.find("id-007200")).isInstanceOf(StoreUnavailableException.class);
    viewer()
        .get("/v1/decisions?service=unreadable")
        .then()
        .statusCode(200)
        .body("complete", equalTo(false))
        .body("decisions", empty());
    inDatabase("delete from drover.decision where service = 'unreadable'");
  }

  @Test
  @Order(5)
  void theDatabaseOrdersAsTheProgramDoes() {
    List<Spooled> batch = new ArrayList<>();
    List<Position> positions = new ArrayList<>();
    for (String id : List.of("a", "B", "b", "é", "_", "Z1", "😀", "\uFFFD")) {
      for (int nanos : new int[] {0, 999, 1_000}) {
        Decision decision =
            Decisions.at(Decisions.START.plusNanos(nanos), id + nanos, "order", true);
        batch.add(spooled(5, decision));
        positions.add(
            new Position(Decisions.START.plusNanos(nanos / 1_000 * 1_000), 5, id + nanos));
      }
    }
    store.insert(batch);
    Collections.sort(positions, Collections.reverseOrder());
    DecisionQuery all =
        new DecisionQuery(
            "order", "", "", DecisionQuery.Acted.YES, Decisions.START, DecisionQuery.END, 100);
    assertThat(store.newest(all).stream().map(StoredDecision::position)).isEqualTo(positions);

    List<Position> paged = new ArrayList<>();
    Position before = DecisionQuery.END;
    for (List<StoredDecision> page = List.of(); paged.isEmpty() || !page.isEmpty(); ) {
      page =
          store.newest(
              new DecisionQuery(
                  "order", "", "", DecisionQuery.Acted.ANY, Decisions.START, before, 5));
      page.forEach(stored -> paged.add(stored.position()));
      before = page.isEmpty() ? before : page.getLast().position();
    }
    assertThat(paged).isEqualTo(positions);
  }

  @Test
  @Order(6)
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
    assertThat(ids(answer.decisions())).containsExactly("id-010600");
    assertThat(answer.isComplete()).isFalse();
    postgres.start();
    awaitDrained();
    assertThat(idsInTable("busy")).isEqualTo(numbered(10_000, 10_001 + total));
    assertThat(journal.status().setAside()).isZero();
    assertThat(journal.status().refused()).isZero();
  }

  @Test
  @Order(7)
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
  @Order(8)
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
  @Order(9)
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

  @Test
  @Order(10)
  void oldOnesArePruned() throws SQLException {
    store.insert(
        List.of(
            spooled(1, Decisions.numbered(20_000, "old")),
            spooled(2, Decisions.numbered(20_001, "old")),
            spooled(3, Decisions.numbered(20_002, "old")),
            spooled(4, Decisions.numbered(20_003, "old"))));
    Instant before = Decisions.START.plusSeconds(20_003);
    while (store.prune(before, Decisions.START.plusSeconds(20_001), 100) == 100) {
      assertThat(store.find("id-020003")).isPresent();
    }
    assertThat(idsInTable("old")).containsExactly("id-020002", "id-020003");
    assertThat(store.prune(before, before, 1)).isEqualTo(1);
    assertThat(idsInTable("old")).containsExactly("id-020003");
    assertThat(idsInTable("fresh")).containsExactly("just-now");
  }

  @Test
  @Order(10)
  void whatServicesUseIsKeptUntilItIsTooOld() {
    Instant noon = Instant.parse("2026-01-01T12:00:00.123456Z");
    usages.save(List.of());
    usages.save(
        List.of(
            new StoredUsage("shop_db", noon, "{\"a\": 1}"),
            new StoredUsage("it's \"odd\" \u00fc", noon.minusSeconds(1), "{}")));
    usages.save(List.of(new StoredUsage("shop_db", noon.plusNanos(999), "{\"a\": 1.5e-7}")));
    assertThat(usages.load())
        .containsExactly(
            new StoredUsage("it's \"odd\" \u00fc", noon.minusSeconds(1), "{}"),
            new StoredUsage("shop_db", noon, "{\"a\": 0.00000015}"));
    assertThat(usages.forget(noon)).isEqualTo(1);
    assertThat(usages.forget(noon)).isZero();
    assertThat(usages.load()).extracting(StoredUsage::service).containsExactly("shop_db");
  }

  @Test
  @Order(10)
  void incidentsAreKeptUntilTheyAreTooOld() {
    Instant noon = Instant.parse("2026-01-01T12:00:00.123456Z");
    incidents.save(List.of());
    incidents.save(
        List.of(
            new IncidentStore.Stored("CrashLoop-a-1", noon.minusSeconds(2), "{\"a\": 1}"),
            new IncidentStore.Stored("CrashLoop-b-1", noon.minusSeconds(1), "{}")));
    incidents.save(
        List.of(new IncidentStore.Stored("CrashLoop-a-1", noon.plusNanos(999), "{\"a\": 2}")));
    assertThat(incidents.load(5))
        .containsExactly(
            new IncidentStore.Stored("CrashLoop-a-1", noon, "{\"a\": 2}"),
            new IncidentStore.Stored("CrashLoop-b-1", noon.minusSeconds(1), "{}"));
    assertThat(incidents.load(1))
        .extracting(IncidentStore.Stored::id)
        .containsExactly("CrashLoop-a-1");
    assertThat(incidents.forget(noon)).isEqualTo(1);
    assertThat(incidents.load(5)).hasSize(1);
    incidents.save(
        List.of(new IncidentStore.Stored("CrashLoop-a-1", noon, "{\"a\": \"\\u0000\"}")));
    incidents.saveFiring(noon, "[\"\\u0000\"]");
    assertThat(incidents.load(5))
        .containsExactly(new IncidentStore.Stored("CrashLoop-a-1", noon, "{\"a\": \"\uFFFD\"}"));
    assertThat(incidents.firing()).contains("[\"\uFFFD\"]");
  }

  @Test
  @Order(10)
  void theCatalogOfBackupsIsKept() {
    Instant noon = Instant.parse("2026-01-01T12:00:00.123456Z");
    catalog.saveBackups(List.of());
    catalog.saveBackups(
        List.of(
            new BackupCatalogStore.Stored("shop/a", noon, "{\"a\": 1}"),
            new BackupCatalogStore.Stored("shop/b", noon.plusSeconds(1), "{}")));
    catalog.saveBackups(List.of(new BackupCatalogStore.Stored("shop/a", noon, "{\"a\": 2}")));
    assertThat(catalog.backups(5))
        .containsExactly(
            new BackupCatalogStore.Stored("shop/b", noon.plusSeconds(1), "{}"),
            new BackupCatalogStore.Stored("shop/a", noon, "{\"a\": 2}"));
    assertThat(catalog.backups(1)).hasSize(1);
    catalog.forgetBackups(List.of());
    catalog.forgetBackups(List.of("shop/b", "shop/none"));
    assertThat(catalog.backups(5))
        .extracting(BackupCatalogStore.Stored::id)
        .containsExactly("shop/a");
    catalog.saveRuns(
        List.of(
            new BackupCatalogStore.Stored("1", noon, "{}"),
            new BackupCatalogStore.Stored("2", noon.plusSeconds(1), "{}")));
    assertThat(catalog.runs(1)).extracting(BackupCatalogStore.Stored::id).containsExactly("2");
    assertThat(catalog.forgetRuns(noon.plusSeconds(1))).isEqualTo(1);
    assertThat(catalog.runs(5)).hasSize(1);
  }

  @Test
  @Order(10)
  void whatFiresIsKeptInPlaceOfWhatFiredBefore() throws SQLException {
    inDatabase("delete from drover.firing_alerts");
    assertThat(incidents.firing()).isEmpty();
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    incidents.saveFiring(noon, "[{\"rule\": \"NodeDown\"}]");
    assertThat(incidents.firing()).contains("[{\"rule\": \"NodeDown\"}]");
    incidents.saveFiring(noon.plusSeconds(1), "[]");
    assertThat(incidents.firing()).contains("[]");
  }

  @Test
  @Order(10)
  void flywayIsAskedOnlyWhenAMigrationIsDue() throws SQLException {
    AtomicInteger asked = new AtomicInteger();
    DecisionStore another =
        new PostgresStore(
            pool,
            () -> {
              asked.incrementAndGet();
              return new MigrationConnections(postgres.url(), credentials);
            },
            PATIENCE);
    another.migrate();
    assertThat(asked).hasValue(0);
    inDatabase("update drover.flyway_schema_history set success = false where version = '10'");
    assertThatThrownBy(another::migrate).isInstanceOf(StoreUnavailableException.class);
    inDatabase("update drover.flyway_schema_history set success = true where version = '10'");
    assertThat(asked).hasValue(1);
    inDatabase(
        "alter table drover.flyway_schema_history rename to elsewhere",
        "create table drover.flyway_schema_history (like drover.elsewhere including all)");
    assertThatThrownBy(another::migrate).isInstanceOf(StoreUnavailableException.class);
    inDatabase(
        "drop table drover.flyway_schema_history",
        "alter table drover.elsewhere rename to flyway_schema_history");
    assertThat(asked).hasValue(2);
    another.migrate();
    assertThat(asked).hasValue(2);
  }

  private void inDatabase(String... statements) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  @Test
  @Order(11)
  void aTableThatWasDroppedIsMadeAgain() throws Exception {
    inDatabase("drop schema drover cascade");
    sink.record(Decisions.numbered(30_000, "anew"));
    awaitDrained();
    assertThat(idsInTable("anew")).isEqualTo(numbered(30_000, 30_001));
  }

  @Test
  @Order(12)
  void anHourIsReplacedByItsWriterOnlyAndForgottenInTheEnd() throws InterruptedException {
    awaitDrained();
    keepsHours(hours, replicas);
    keepsHours(replicas, hours);
  }

  private static void keepsHours(HourStore hours, HourStore other) {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    Instant one = Instant.parse("2026-01-01T13:00:00Z");
    hours.save(
        List.of(
            new HourStore.Hour("hourly", noon, "a", "{\"n\": 1}"),
            new HourStore.Hour("hourly", noon, "b", "{\"n\": 2}"),
            new HourStore.Hour("hourly", one, "a", "{\"n\": 3}"),
            new HourStore.Hour("other", one, "a", "{\"n\": 4}")));
    hours.save(List.of(new HourStore.Hour("hourly", noon, "a", "{\"n\": 5}")));
    assertThat(hours.load(List.of("hourly", "nobody"), noon))
        .containsExactlyInAnyOrder(
            new HourStore.Hour("hourly", noon, "a", "{\"n\": 5}"),
            new HourStore.Hour("hourly", noon, "b", "{\"n\": 2}"),
            new HourStore.Hour("hourly", one, "a", "{\"n\": 3}"));
    assertThat(hours.load(List.of("hourly"), one)).hasSize(1);
    assertThat(hours.forget(one)).isEqualTo(2);
    assertThat(hours.load(List.of("hourly", "other"), noon)).hasSize(2);
    other.forget(DecisionQuery.END.at());
    assertThat(hours.load(List.of("hourly", "other"), noon)).hasSize(2);
  }
}
