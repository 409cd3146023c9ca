package io.drover.backup.keep;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import io.drover.backup.manifest.Manifests;
import io.drover.backup.store.Draft;
import io.drover.backup.store.LocalStore;
import io.drover.backup.store.ObjectSink;
import io.drover.testkit.Eventually;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole service on a simulated Swarm and a folder with backups, by its API. */
@QuarkusTest
@QuarkusTestResource(KeepResource.class)
class KeepApiTest {
  private final LocalStore store = new LocalStore(KeepResource.STORE);
  SimulatedSwarm swarm;

  private static RequestSpecification as(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  private static RequestSpecification viewer() {
    return as(KeepResource.VIEWER);
  }

  private static RequestSpecification operator() {
    return as(KeepResource.OPERATOR);
  }

  @Test
  void aServiceSBackupsFromTheFirstToTheLast() throws IOException {
    swarm.addService(
        ServiceSpec.named("shop_db")
            .label("drover.backup.schedule", "0 0 1 1 *")
            .label("drover.backup.keep", "last=2"));
    Eventually.holds(
        "it looks after backups",
        () -> viewer().get("/v1/backups/status").jsonPath().getList("services").size() == 1);
    viewer()
        .get("/v1/backups/status")
        .then()
        .body("services[0].service", equalTo("shop_db"))
        .body("services[0].state", equalTo("never"))
        .body("services[0].lastSuccess", equalTo(null))
        .body("services[0].reason", containsString("there is no backup of shop_db yet"));
    viewer()
        .get("/q/metrics")
        .then()
        .body(containsString("drover_backup_expected_interval_seconds{service=\"shop_db\""))
        .body(not(containsString("drover_backup_size_bytes{")))
        .body(not(containsString("drover_backup_duration_seconds{")));

    Instant now = Instant.now();
    BackupId oldest = commit(now.minus(Duration.ofHours(3)), 1);
    BackupId middle = commit(now.minus(Duration.ofHours(2)), 2);
    Eventually.holds("both are good", () -> verified(oldest) && verified(middle));
    viewer()
        .get("/v1/backups?stack=shop")
        .then()
        .body("backups", hasSize(2))
        .body("backups[0].name", equalTo(middle.name().toString()))
        .body("backups[0].reasons", hasItem("one of the last 2 of shop_db"));
    viewer().get("/v1/backups?service=other").then().body("backups", hasSize(0));

    BackupId newest = commit(now.minus(Duration.ofHours(1)), 3);
    Eventually.holds("the oldest went", () -> !has(oldest));
    assertThat(store.list()).contains(middle, newest);
    viewer().get("/v1/backups/status").then().body("services[0].state", equalTo("ok"));
    viewer()
        .get("/q/metrics")
        .then()
        .body(containsString("drover_backup_size_bytes{service=\"shop_db\""));
    viewer()
        .get("/v1/decisions")
        .then()
        .body(containsString("the backup %s is removed".formatted(oldest)));

    damage(newest);
    operator().post("/v1/backups/%s/verify".formatted(newest)).then().statusCode(200);
    Eventually.holds(
        "the damage is found",
        () ->
            viewer()
                .get("/v1/backups/" + newest)
                .jsonPath()
                .getString("verified.result")
                .equals("damaged"));
    Eventually.holds(
        "it is told",
        () ->
            viewer()
                .get("/q/metrics")
                .asString()
                .contains(
                    "drover_backup_state{service=\"shop_db\",stack=\"shop\",state=\"damaged\"}"
                        + " 1.0"));

    operator().post("/v1/catalog/rebuild").then().statusCode(200).body("backups", equalTo(2));
    viewer().delete("/v1/backups/" + newest).then().statusCode(403);
    operator().delete("/v1/backups/" + newest).then().statusCode(200);
    operator().delete("/v1/backups/" + newest).then().statusCode(404);
    assertThat(store.list()).containsExactly(middle);
  }

  private boolean has(BackupId id) {
    try {
      return store.list().contains(id);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean verified(BackupId id) {
    return "good".equals(viewer().get("/v1/backups/" + id).jsonPath().getString("verified.result"));
  }

  @Test
  void mistakesAreNamed() {
    Eventually.holds(
        "it looks after backups", () -> viewer().get("/v1/backups").statusCode() == 200);
    viewer()
        .get("/v1/backups/shop/latest")
        .then()
        .statusCode(400)
        .body("errors", hasItem(containsString("like 20261126T033000Z-0a1b2c3d")));
    viewer().get("/v1/backups/shop/20200101T000000Z-00000000").then().statusCode(404);
    viewer().get("/v1/backups?limit=0").then().statusCode(400);
    viewer().get("/v1/backups?since=yesterday").then().statusCode(400);
    viewer().post("/v1/catalog/rebuild").then().statusCode(403);
    given().get("/v1/backups").then().statusCode(401);
  }

  private BackupId commit(Instant time, int random) throws IOException {
    BackupId id = new BackupId("shop", BackupName.of(time, random));
    try (Draft draft = store.begin(id)) {
      try (ObjectSink sink = draft.create("stack.json.zst")) {
        sink.stream().write(new byte[1000]);
        sink.finish();
      }
      draft.commit(Manifests.of(id, List.of("shop_db"), draft.objects(), List.of()));
    }
    return id;
  }

  private static void damage(BackupId id) throws IOException {
    Path file = KeepResource.STORE.resolve(id.toString()).resolve("stack.json.zst");
    byte[] content = Files.readAllBytes(file);
    content[500] ^= 4;
    Files.write(file, content);
  }
}
