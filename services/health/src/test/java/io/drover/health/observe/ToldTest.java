package io.drover.health.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.drover.health.decide.alert.AlertRule;
import io.drover.health.decide.alert.BackupState;
import io.drover.health.decide.state.ServiceFacts;
import io.drover.health.decide.state.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What neighbours tell, and that nobody knows better while they are silent. */
class ToldTest {
  private static final String STATUS =
      """
      {"services":[
        {"service":"a","state":"ok","overdueSince":null,"reason":""},
        {"service":"b","state":"overdue","overdueSince":"2026-01-01T00:00:00Z","reason":"late"},
        {"service":"c","state":"missed","reason":"no window"},
        {"service":"d","state":"failed","reason":"no disk"},
        {"service":"e","state":"never"},
        {"service":"f","state":"unverified"},
        {"service":"g","state":"never","overdueSince":"2026-01-01T00:00:00Z"}]}""";

  private HttpServer server;
  private int status = 200;
  private int asked;
  private Instant now = World.NOW;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        BackupBook.PATH,
        exchange -> {
          asked++;
          byte[] bytes = STATUS.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private Told<BackupState> told(String base) {
    return new Told<>(
        "backups",
        AlertRule.BACKUP_OVERDUE,
        Optional.of(new Neighbour(URI.create(base), () -> "", Duration.ofSeconds(5))),
        BackupBook.PATH,
        BackupBook::read);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private record Look(List<BackupState> states, List<String> missing, Set<AlertRule> unasked) {}

  private Look look(Told<BackupState> told, Duration later, ServiceFacts... services) {
    now = now.plus(later);
    List<String> missing = new ArrayList<>();
    Set<AlertRule> unasked = new HashSet<>();
    return new Look(told.look(List.of(services), now, missing, unasked), missing, unasked);
  }

  @Test
  void onlyWhatShouldHaveBeenMadeIsOverdue() {
    assertThat(look(told(address()), Duration.ZERO).states())
        .filteredOn(BackupState::overdue)
        .extracting(BackupState::service)
        .containsExactly("b", "c", "g");
  }

  @Test
  void itIsAskedNowAndThenAndSilenceIsNoWord() {
    Told<BackupState> told = told(address());
    look(told, Duration.ZERO);
    assertThat(look(told, Duration.ofSeconds(2)).states()).hasSize(7);
    assertThat(asked).isEqualTo(1);
    status = 503;
    Look silent = look(told, Duration.ofSeconds(15));
    assertThat(silent.states()).isEmpty();
    assertThat(silent.unasked()).containsExactly(AlertRule.BACKUP_OVERDUE);
    assertThat(silent.missing()).singleElement().asString().endsWith("answered 503");
    status = 200;
    Look back = look(told, Duration.ofSeconds(2));
    assertThat(back.states()).hasSize(7);
    assertThat(back.unasked()).isEmpty();
  }

  @Test
  void whoDoesNotListenIsNamed() {
    int port = server.getAddress().getPort();
    server.stop(0);
    assertThat(look(told("http://127.0.0.1:" + port), Duration.ZERO).missing())
        .containsExactly(
            "backups: nobody answers at 127.0.0.1:%d, or the name has no address".formatted(port));
  }

  @Test
  void aServiceThatIsNotDeployedIsNotMissed() {
    Told<BackupState> told = told("http://backup:9484");
    Look absent = look(told, Duration.ZERO, new World().service("web", 1));
    assertThat(absent).isEqualTo(new Look(List.of(), List.of(), Set.of()));
  }
}
