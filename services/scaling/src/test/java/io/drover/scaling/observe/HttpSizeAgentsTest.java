package io.drover.scaling.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.drover.core.decision.Outcome;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Share;
import io.drover.runtime.agents.AgentAddresses;
import io.drover.runtime.agents.AgentCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What agents tell of tasks' sizes, and how they take orders. */
class HttpSizeAgentsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Resources SMALL =
      Resources.NONE.withCpu(Cpu.ofMillicores(500)).withMemory(Bytes.ofMebibytes(300));

  /** Its clock is ten seconds ahead. */
  private static final String STATS =
      """
      {"at": "2026-01-01T12:00:10Z",
       "tasks": [
        {"taskId": "t1", "sampledAt": "2026-01-01T12:00:09Z", "startedAt": "2026-01-01T11:00:10Z",
         "cpu": {"nanoCores": 250000000, "throttledShare": 0.125, "quotaNanoCores": 500000000},
         "memory": {"workingSet": 1048576, "workingSetPeak": 2097152, "limit": null}, "oomKills": 3},
        {"taskId": "t2", "sampledAt": "2026-01-01T12:00:09Z", "startedAt": "2026-01-01T11:00:10Z",
         "cpu": {}, "memory": {}, "unknown": {"cpu": "no cpu.stat", "memory.limit": "no file", "cpu.quota": "no file"}},
        {"taskId": "", "sampledAt": "2026-01-01T12:00:09Z"}, {"taskId": "young"}],
       "oomKilled": [{"taskId": "t0", "serviceId": "s1", "startedAt": "2026-01-01T11:50:10Z", "at": "2026-01-01T11:55:10Z"}]}
      """;

  private final List<HttpServer> servers = new ArrayList<>();
  private final List<String> orders = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  private URI agent(int status, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          orders.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
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

  private static SizeAgents agents(AgentAddresses addresses) {
    return new HttpSizeAgents(
        new AgentCalls(addresses, () -> "secret", Duration.ofSeconds(30)), () -> NOW);
  }

  @Test
  void whatIsMeasuredIsKnownInOurTimeAndTheRestIsNot() throws IOException {
    URI agent = agent(200, STATS);
    LoadReport report = agents(AgentAddresses.fixed(List.of(agent, agent(500, "oops")))).ask();
    Instant at = NOW.minusSeconds(1);
    assertThat(report.tasks()).containsOnlyKeys("t1", "t2");
    assertThat(report.tasks().get("t1"))
        .isEqualTo(
            new TaskLoad(
                "t1",
                agent,
                NOW.minusSeconds(3600),
                Reading.known(Cpu.ofMillicores(250), at),
                Reading.known(Bytes.ofMebibytes(2), at),
                Reading.known(Share.parse("12.5%"), at),
                Reading.known(3L, at),
                Reading.known(Resources.NONE.withCpu(Cpu.ofMillicores(500)), at)));
    TaskLoad unknown = report.tasks().get("t2");
    assertThat(unknown.cpu()).isEqualTo(Reading.unknown("no cpu.stat"));
    assertThat(unknown.limits()).isEqualTo(Reading.unknown("no file"));
    assertThat(unknown.oomKills().isKnown()).isFalse();
    assertThat(report.killed())
        .containsExactly(
            new LoadReport.Killed("t0", "s1", NOW.minusSeconds(600), NOW.minusSeconds(300)));
    assertThat(report.failures()).singleElement().asString().contains("answered 500");
    assertThat(orders).contains("GET /v1/stats?window=60s ");
  }

  @Test
  void withoutAnAgentNothingIsKnownAndItIsSaidWhy() {
    LoadReport none = agents(AgentAddresses.fixed(List.of())).ask();
    assertThat(none.whyMissing()).isEqualTo("no agent found");
    LoadReport nameless =
        agents(
                () -> {
                  throw new UnknownHostException("tasks.agent");
                })
            .ask();
    assertThat(nameless.failures())
        .containsExactly("no agent found: tasks.agent resolves to nothing");
  }

  @Test
  void anOrderIsSentAndItsOutcomeTold() throws IOException {
    SizeAgents agents = agents(AgentAddresses.fixed(List.of()));
    assertThat(agents.resize(agent(200, "{\"note\": \"\"}"), "t1", SMALL))
        .isEqualTo(new Outcome.Applied(""));
    assertThat(orders)
        .containsExactly(
            "POST /v1/tasks/t1/limits {\"nanoCpus\":500000000,\"memoryBytes\":314572800}");
    assertThat(agents.resize(agent(409, "{\"detail\": \"it uses more\"}"), "t1", SMALL))
        .isEqualTo(new Outcome.Failed(Outcome.Kind.REJECTED, "it uses more"));
    assertThat(agents.resize(agent(404, "{}"), "t1", SMALL).code()).isEqualTo("not_found");
    assertThat(agents.resize(agent(503, "{}"), "t1", SMALL).code()).isEqualTo("unavailable");
    assertThat(agents.resize(agent(403, "{}"), "t1", SMALL).code()).isEqualTo("rejected");
    assertThat(agents.resize(agent(500, "oops"), "t1", SMALL).code()).isEqualTo("unavailable");
    URI gone = agent(200, "{}");
    servers.forEach(server -> server.stop(0));
    assertThat(agents.resize(gone, "t1", SMALL).code()).isEqualTo("unavailable");
  }
}
