package io.drover.health.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.drover.health.decide.alert.Alert;
import io.drover.health.decide.alert.AlertRule;
import io.drover.health.decide.alert.Condition;
import io.drover.runtime.status.Dependencies;
import io.drover.testkit.Eventually;
import io.drover.testkit.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What receivers are told, when, and again. */
class ReceiverTest {
  private static final Instant START = ManualClock.START;
  private static final Duration RESEND = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final Dependencies dependencies = new Dependencies();
  private HttpServer server;
  private Receiver receiver;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
          if (!refused) {
            received.add(new ObjectMapper().readTree(body));
          }
          exchange.sendResponseHeaders(refused ? 503 : 200, -1);
          exchange.close();
        });
    server.start();
    receiver =
        new Receiver(
            "alertmanager test",
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v2/alerts"),
            Duration.ofSeconds(5),
            new Backlog(RESEND),
            (alerts, now) -> AlertJson.alertmanager(alerts, RESEND, "", now),
            clock::instant,
            dependencies);
    receiver.start();
  }

  @AfterEach
  void end() {
    receiver.close();
    server.stop(0);
  }

  private static Alert alert(Alert.State state) {
    Condition condition =
        new Condition(
            AlertRule.CRASH_LOOP,
            Map.of("service", "app", "kind", "CrashLoop"),
            "CrashLoop: app",
            "app ends again and again");
    return new Alert(
        condition,
        state,
        START,
        state == Alert.State.PENDING ? Instant.MAX : START,
        state == Alert.State.RESOLVED ? START.plusSeconds(90) : Instant.MAX,
        START);
  }

  @Test
  void itHearsOfTheBeginningAndOfTheEnd() {
    receiver.tell(List.of(alert(Alert.State.FIRING)));
    Eventually.holds("it was told", () -> received.size() == 1);
    JsonNode firing = received.getFirst().path(0);
    assertThat(firing.path("labels").path("alertname").asText()).isEqualTo("CrashLoop");
    assertThat(firing.path("labels").path("service").asText()).isEqualTo("app");
    assertThat(firing.path("annotations").path("description").asText())
        .isEqualTo("app ends again and again");
    assertThat(firing.path("startsAt").asText()).isEqualTo(START.toString());
    assertThat(firing.path("endsAt").asText()).isEqualTo(START.plusSeconds(240).toString());
    receiver.tell(List.of(alert(Alert.State.RESOLVED)));
    Eventually.holds("it was told of the end", () -> received.size() == 2);
    assertThat(received.getLast().path(0).path("endsAt").asText())
        .isEqualTo(START.plusSeconds(90).toString());
  }

  @Test
  void whoRefusesIsToldAgain() {
    refusals.set(2);
    receiver.tell(List.of(alert(Alert.State.FIRING)));
    Eventually.holds(
        "status tells that it refused",
        () -> dependencies.all().stream().anyMatch(one -> one.reason().contains("503")));
    Eventually.holds("it was told in the end", () -> received.size() == 1);
    Eventually.holds(
        "status tells that it took it",
        () -> dependencies.all().stream().allMatch(Dependencies.Dependency::up));
  }

  @Test
  void whatFiresOnIsDueAgain() {
    Backlog backlog = new Backlog(RESEND);
    List<Alert> firing = List.of(alert(Alert.State.FIRING));
    assertThat(backlog.due(firing, START)).hasSize(1);
    backlog.told(firing, START);
    assertThat(backlog.due(firing, START.plusSeconds(59))).isEmpty();
    assertThat(backlog.due(firing, START.plusSeconds(60))).hasSize(1);
    List<Alert> resolved = List.of(alert(Alert.State.RESOLVED));
    assertThat(backlog.due(resolved, START.plusSeconds(1))).hasSize(1);
    backlog.told(resolved, START.plusSeconds(1));
    assertThat(backlog.due(resolved, START.plusSeconds(600))).isEmpty();
    assertThat(backlog.due(firing, START.plusSeconds(600))).hasSize(1);
  }

  @Test
  void whoNeverHeardOfItNeedNotHearOfItsEnd() {
    Backlog backlog = new Backlog(RESEND);
    assertThat(backlog.due(List.of(alert(Alert.State.PENDING)), START)).isEmpty();
    assertThat(backlog.due(List.of(alert(Alert.State.RESOLVED)), START)).isEmpty();
  }

  @Test
  void whatSomebodyElseToldIsOverForTheReceiverToo() {
    Backlog webhook = new Backlog(Duration.ofSeconds(-1));
    Backlog alertmanager = new Backlog(RESEND);
    List<Alert> firing = List.of(alert(Alert.State.FIRING));
    List<Alert> resolved = List.of(alert(Alert.State.RESOLVED));
    assertThat(webhook.due(resolved, START)).isEmpty();
    webhook.toldByOthers(firing);
    alertmanager.toldByOthers(firing);
    // A webhook is not told anew; an Alertmanager forgets, and is.
    assertThat(webhook.due(firing, START)).isEmpty();
    assertThat(alertmanager.due(firing, START)).hasSize(1);
    assertThat(webhook.due(resolved, START)).hasSize(1);
  }

  /** Between learning of what fired before and how it stands now the receiver may have its turn. */
  @Test
  void whatFiredBeforeIsNotForgottenBeforeItsEndIsKnown() {
    CountDownLatch looked = new CountDownLatch(1);
    Receiver other =
        new Receiver(
            "webhook test",
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
            Duration.ofSeconds(5),
            new Backlog(Duration.ofSeconds(-1)),
            (alerts, now) -> AlertJson.webhook(alerts, ""),
            () -> {
              looked.countDown();
              return clock.instant();
            },
            dependencies);
    try {
      other.tell(List.of());
      other.resume(List.of(alert(Alert.State.FIRING)));
      other.start();
      Eventually.holds("it had its turn", () -> looked.getCount() == 0);
      other.tell(List.of(alert(Alert.State.RESOLVED)));
      Eventually.holds("it was told of the end", () -> received.size() == 1);
      assertThat(received.getFirst().path("status").asText()).isEqualTo("resolved");
    } finally {
      other.close();
    }
  }

  @Test
  void webhooksAreNotToldAgainAndGetAlertmanagersForm() {
    Backlog backlog = new Backlog(Duration.ofSeconds(-1));
    List<Alert> firing = List.of(alert(Alert.State.FIRING));
    backlog.told(firing, START);
    assertThat(backlog.due(firing, START.plusSeconds(86_400))).isEmpty();
    JsonNode body = read(AlertJson.webhook(firing, "http://drover"));
    assertThat(body.path("version").asText()).isEqualTo("4");
    assertThat(body.path("status").asText()).isEqualTo("firing");
    assertThat(body.path("alerts").path(0).path("status").asText()).isEqualTo("firing");
    assertThat(
            read(AlertJson.webhook(List.of(alert(Alert.State.RESOLVED)), ""))
                .path("status")
                .asText())
        .isEqualTo("resolved");
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
