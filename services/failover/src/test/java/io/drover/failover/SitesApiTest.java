package io.drover.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.decision.Plan;
import io.drover.failover.api.FailoverResource;
import io.drover.failover.api.OrdersResource;
import io.drover.failover.decide.Phase;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.Target;
import io.drover.failover.mirror.Finding;
import io.drover.failover.mirror.MirrorBoard;
import io.drover.failover.mirror.MirrorReport;
import io.drover.failover.record.RecordBoard;
import io.drover.failover.rehearse.GameDay;
import io.drover.runtime.agents.AgentsConfig;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.RequestJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see of two sites, and what becomes of their orders. */
class SitesApiTest {
  @TempDir Path folder;
  private TwoSites world;
  private TwoSites.Watcher watcher;
  private final MirrorBoard mirror = new MirrorBoard();
  private FailoverResource status;
  private OrdersResource orders;

  private record Settings() implements FailoverConfig {
    @Override
    public Path description() {
      throw new IllegalStateException("it is read already");
    }

    @Override
    public Duration dnsPatience() {
      return Duration.ofSeconds(10);
    }

    @Override
    public AgentsConfig agents() {
      throw new IllegalStateException("nobody is asked");
    }
  }

  @BeforeEach
  void start() throws IOException {
    world = new TwoSites(folder, "fence: {command: [\"true\"]}");
    watcher = world.watcher();
    watcher.settle();
    status = new FailoverResource(new RecordBoard(), watcher.board, mirror);
    orders = new OrdersResource(watcher.orders, watcher.board, new GameDay(new Settings(), mirror));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private static JsonNode json(String text) {
    return RequestJson.parse(text);
  }

  /** The answer to an order, which comes once a round has decided on it. */
  private JsonNode ordered(Supplier<String> order) {
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(order, task -> Thread.ofVirtual().start(task));
    watcher.until("it is answered", answer::isDone);
    return json(answer.join());
  }

  @Test
  void theStatusTellsWhoServesAndWhatEachPlaceSees() {
    JsonNode told = json(status.status());
    assertThat(told.path("phase").asText()).isEqualTo("HEALTHY");
    assertThat(told.path("serving").asText()).isEqualTo("first");
    JsonNode first = told.path("sites").path(0);
    assertThat(first.path("role").asText()).isEqualTo("primary");
    assertThat(first.path("swarm").asText()).isEqualTo("reachable");
    assertThat(first.path("places"))
        .hasSize(3)
        .allSatisfy(place -> assertThat(place.path("sight").asText()).isEqualTo("UP"));
    assertThat(told.path("records").path(0).path("servers").path(0).path("ok").asBoolean())
        .isTrue();
    assertThat(told.path("reasons").path(0).path("code").asText()).isEqualTo("Healthy");
  }

  @Test
  void anOrderMovesAndTheWayBackTellsWhatItLosesFirst() {
    assertThat(json(orders.back("")).path("loses").path(0).asText())
        .isEqualTo("first serves already: nothing would be lost");
    JsonNode now = ordered(() -> orders.now("{\"to\": \"second\"}"));
    assertThat(now.path("done").asBoolean()).isTrue();
    assertThat(now.path("phase").asText()).isEqualTo("FENCING");
    watcher.untilPhase(Phase.ACTIVE);
    assertThat(world.replicas(Side.PRIMARY, "app_web")).isZero();
    assertThat(json(status.status()).path("serving").asText()).isEqualTo("second");

    JsonNode loses = json(orders.back("{}"));
    assertThat(loses.path("done").asBoolean()).isFalse();
    assertThat(loses.path("loses").path(0).asText()).startsWith("second serves since ");
    assertThat(watcher.phase()).isEqualTo(Phase.ACTIVE);

    assertThat(ordered(() -> orders.back("{\"confirm\": true}")).path("done").asBoolean()).isTrue();
    watcher.untilPhase(Phase.HEALTHY);
    assertThat(world.dig()).containsExactly("10.0.0.1");
  }

  @Test
  void anOrderThatIsNotNeededIsRefused() {
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(
            () -> orders.now("{\"to\": \"first\"}"), task -> Thread.ofVirtual().start(task));
    watcher.until("it is answered", answer::isDone);
    assertThatThrownBy(answer::join)
        .hasCauseInstanceOf(ProblemException.class)
        .hasMessageContaining("that site serves already");
  }

  @Test
  void nowWithoutASiteMeansTheStandbySoThatTwiceIsOnce() {
    assertThat(ordered(() -> orders.now("")).path("done").asBoolean()).isTrue();
    watcher.untilPhase(Phase.ACTIVE);
    CompletableFuture<String> again =
        CompletableFuture.supplyAsync(() -> orders.now(""), task -> Thread.ofVirtual().start(task));
    watcher.until("it is answered", again::isDone);
    assertThatThrownBy(again::join).hasMessageContaining("that site serves already");
    assertThat(watcher.phase()).isEqualTo(Phase.ACTIVE);
  }

  @Test
  void aGameDayTellsOfAFenceThatCannotBeRun() throws IOException {
    world.describe("fence: {command: [/nonexistent/fence]}");
    watcher.until(
        "the description is read anew",
        () -> watcher.picture().description().fence().command().contains("/nonexistent/fence"));
    assertThat(check(json(orders.test()), "fence").path("text").asText())
        .isEqualTo("/nonexistent/fence can't be run");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"to\": \"third\"}",
        "{\"to\": 2}",
        "{\"where\": \"second\"}",
        "{\"otherIsOff\": \"yes\"}",
        "{",
        "{\"to\": \"second\", \"to\": \"first\"}"
      })
  void anOrderWithMistakesMovesNothing(String body) {
    assertThatThrownBy(() -> orders.now(body)).isInstanceOf(ProblemException.class);
    assertThat(watcher.orders.take()).isEmpty();
  }

  @Test
  void aGameDayChangesNothingAndTellsWhatIsMissing() {
    JsonNode told = json(orders.test());
    assertThat(check(told, "decision").path("ok").asBoolean()).isTrue();
    assertThat(check(told, "fence").path("ok").asBoolean()).isTrue();
    assertThat(check(told, "start").path("text").asText()).contains("app_db");
    assertThat(StreamSupport.stream(told.path("checks").spliterator(), false))
        .filteredOn(check -> check.path("check").asText().startsWith("DNS: "))
        .hasSizeGreaterThan(3)
        .allMatch(check -> check.path("ok").asBoolean());
    assertThat(world.replicas(Side.PRIMARY, "app_web")).isEqualTo(2);
    assertThat(world.replicas(Side.STANDBY, "app_web")).isZero();
    assertThat(world.dig()).containsExactly("10.0.0.1");
    assertThat(check(told, "mirror").path("ok").asBoolean()).isFalse();

    mirror.decided(
        new MirrorReport(
            watcher.picture().at(),
            true,
            new TreeSet<>(Set.of("app_web")),
            List.of(new Finding(Finding.Code.MISSING_SECRET, "key", "secret key is not there"))),
        Plan.nothing(List.of()),
        List.of());
    assertThat(check(json(orders.test()), "mirror").path("text").asText())
        .isEqualTo("MissingSecret: secret key is not there");
    JsonNode mirrored = json(status.status()).path("mirror");
    assertThat(mirrored.path("ready").path(0).asText()).isEqualTo("app_web");
    assertThat(mirrored.path("findings").path(0).path("code").asText()).isEqualTo("MissingSecret");

    world.swarms.get(Side.STANDBY).manager().goAway();
    watcher.until(
        "it is not heard",
        () -> watcher.picture().engines().get(Side.STANDBY) instanceof Target.Unreachable);
    JsonNode without = json(orders.test());
    assertThat(without.path("ok").asBoolean()).isFalse();
    assertThat(check(without, "decision").path("text").asText())
        .contains("the stand-by could not serve");
  }

  private static JsonNode check(JsonNode told, String what) {
    return StreamSupport.stream(told.path("checks").spliterator(), false)
        .filter(check -> check.path("check").asText().equals(what))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void metricsTellThePhaseAndTheSite() {
    assertThat(FailoverMetrics.families(watcher.picture()))
        .flatExtracting(family -> family.samples)
        .anyMatch(
            sample ->
                sample.name.equals("drover_failover_phase")
                    && sample.labelValues.contains("HEALTHY")
                    && sample.value == 1)
        .anyMatch(
            sample ->
                sample.name.equals("drover_failover_places_up")
                    && sample.labelValues.contains("first")
                    && sample.value == 3);
  }
}
