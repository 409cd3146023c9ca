package io.drover.scaling.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.runtime.agents.AgentAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpAgentsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private final List<HttpServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  private URI agent(int status, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/",
        exchange -> {
          boolean known =
              "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? status : 401, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static HttpAgents agents(AgentAddresses addresses, String token) {
    return new HttpAgents(
        addresses,
        () -> token,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static String stats(String at, String sampledAt) {
    return """
        {"at": "%s", "tasks": [{"taskId": "t1", "sampledAt": "%s", "window": "5s",
          "cpu": {"nanoCores": 250000000}, "memory": {"workingSet": 1048576}}]}
        """
        .formatted(at, sampledAt);
  }

  @Test
  void answersAreJoinedAndFailuresNamed() throws IOException {
    URI good = agent(200, stats("2026-01-01T12:00:00Z", "2026-01-01T11:59:59Z"));
    URI broken = agent(500, "oops");
    URI nonsense = agent(200, "[]");
    AgentsReport report =
        agents(AgentAddresses.fixed(List.of(good, broken, nonsense)), "secret").ask();
    assertThat(report.answered()).isEqualTo(1);
    assertThat(report.usage().get("t1").cpu())
        .isEqualTo(Reading.known(Cpu.ofMillicores(250), NOW.minusSeconds(1)));
    assertThat(report.usage().get("t1").memory())
        .isEqualTo(Reading.known(Bytes.ofMebibytes(1), NOW.minusSeconds(1)));
    assertThat(report.failures())
        .hasSize(2)
        .anyMatch(line -> line.contains(broken.getAuthority()) && line.contains("answered 500"))
        .anyMatch(line -> line.contains(nonsense.getAuthority()) && line.contains("no tasks"));
  }

  @Test
  void tasksOwnMetricsAreJoinedOnOurClock() throws IOException {
    URI ahead =
        agent(
            200,
            """
            {"at": "2026-01-01T13:00:00Z", "tasks": [{"taskId": "t1", "metrics": {
              "jobs": {"value": 2.5, "sampledAt": "2026-01-01T12:59:58Z", "window": "0s"},
              "requests_total": {"unknown": "one page so far"}, "odd": {}}}]}
            """);
    URI broken = agent(503, "");
    ScrapeReport report =
        agents(AgentAddresses.fixed(List.of(ahead, broken)), "secret")
            .scrape(List.of(new ScrapeTarget("s1", 80, "/metrics", Set.of("jobs"))));
    assertThat(report.of("t1", "jobs"))
        .isEqualTo(new TaskSample(Reading.known(2500L, NOW.minusSeconds(2)), Duration.ZERO));
    assertThat(report.of("t1", "requests_total").milli())
        .isEqualTo(Reading.unknown("one page so far"));
    assertThat(report.of("t1", "odd").milli().isKnown()).isFalse();
    String failure = "agent %s: answered 503".formatted(broken.getAuthority());
    assertThat(report.of("t2", "jobs").milli()).isEqualTo(Reading.unknown(failure));
    assertThat(report.failures()).containsExactly(failure);
  }

  @Test
  void aWrongClockOnANodeIsNoStaleSample() throws IOException {
    URI ahead = agent(200, stats("2026-01-01T13:00:00Z", "2026-01-01T12:59:58Z"));
    AgentsReport report = agents(AgentAddresses.fixed(List.of(ahead)), "secret").ask();
    assertThat(report.usage().get("t1").cpu())
        .isEqualTo(Reading.known(Cpu.ofMillicores(250), NOW.minusSeconds(2)));
  }

  @Test
  void aWrongTokenIsAFailureAndNotAnEmptyAnswer() throws IOException {
    URI good = agent(200, stats("2026-01-01T12:00:00Z", "2026-01-01T12:00:00Z"));
    AgentsReport report = agents(AgentAddresses.fixed(List.of(good)), "wrong").ask();
    assertThat(report.usage()).isEmpty();
    assertThat(report.failures()).singleElement().asString().contains("answered 401");
  }

  @Test
  void noAgentAtAllIsAFailure() {
    AgentAddresses nowhere =
        () -> {
          throw new UnknownHostException("tasks.drover_agent");
        };
    assertThat(agents(nowhere, "secret").ask().failures())
        .containsExactly("no agent found: tasks.drover_agent resolves to nothing");
    assertThat(agents(AgentAddresses.fixed(List.of()), "secret").ask().failures())
        .containsExactly("no agent found");
  }

  @Test
  void anAgentThatHangsInItsAnswerDelaysNobody() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/stats",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
    servers.add(server);
    URI hanging = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    URI good = agent(200, stats("2026-01-01T12:00:00Z", "2026-01-01T12:00:00Z"));
    try {
      AgentsReport report =
          new HttpAgents(
                  AgentAddresses.fixed(List.of(hanging, good)),
                  () -> "secret",
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(2),
                  Clock.fixed(NOW, ZoneOffset.UTC))
              .ask();
      assertThat(report.usage()).containsKey("t1");
      assertThat(report.failures())
          .containsExactly("agent " + hanging.getAuthority() + ": no answer within 2000 ms");
    } finally {
      end.countDown();
    }
  }
}
