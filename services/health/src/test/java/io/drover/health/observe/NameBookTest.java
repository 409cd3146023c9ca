package io.drover.health.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.placement.Platform;
import io.drover.health.decide.names.Endpoint;
import io.drover.health.decide.names.Endpoint.Standing;
import io.drover.health.decide.names.Verdict;
import io.drover.health.decide.state.NodeFacts;
import io.drover.health.decide.state.ServiceFacts;
import io.drover.health.decide.state.World;
import io.drover.runtime.agents.AgentAddresses;
import io.drover.runtime.agents.AgentCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which names are asked for when, and what is remembered of the answers. */
class NameBookTest {
  private static final String AGENT = "127.0.0.1";
  private static final Instant LONG_AGO = World.NOW.minus(Duration.ofHours(1));

  private final World world = new World();
  private final List<ServiceFacts> services = new ArrayList<>();
  private final Map<String, List<Endpoint>> endpoints = new HashMap<>();
  private final Map<String, String> known = new HashMap<>();
  private final List<List<String>> asked = new CopyOnWriteArrayList<>();
  private HttpServer agent;
  private NameBook book;
  private Instant now = World.NOW;

  @BeforeEach
  void begin() throws IOException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext(
        "/v1/names",
        exchange -> {
          JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes());
          byte[] answer = answer(body.path("names")).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    agent.start();
    URI address = URI.create("http://" + AGENT + ":" + agent.getAddress().getPort());
    book =
        new NameBook(
            new AgentCalls(
                AgentAddresses.fixed(List.of(address)), () -> "", Duration.ofSeconds(5)));
    service("agent", AGENT);
  }

  @AfterEach
  void end() {
    agent.stop(0);
  }

  private String answer(JsonNode names) {
    List<String> turn = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (JsonNode name : names) {
      turn.add(name.asText().substring("tasks.".length()));
      String address = known.get(turn.getLast());
      answers.add(
          "\"%s\":%s"
              .formatted(
                  name.asText(),
                  address == null ? "{\"code\":3}" : "{\"addresses\":[\"" + address + "\"]}"));
    }
    asked.add(turn);
    return "{\"node\":{\"id\":\"node1-id\",\"hostname\":\"node1\"},\"names\":{%s}}"
        .formatted(String.join(",", answers));
  }

  private String service(String name, String address) {
    ServiceFacts service = world.service(name, 1);
    services.add(service);
    String id = service.view().id();
    endpoints.put(
        id,
        List.of(
            new Endpoint(id, name + ".1", "node1-id", "net", address, Standing.RUNS, LONG_AGO)));
    known.put(name, address);
    return id;
  }

  private Map<String, List<Verdict>> look(Duration later) {
    now = now.plus(later);
    NodeFacts node =
        new NodeFacts(
            new NodeView(
                "node1-id",
                "node1",
                1,
                "manager",
                "active",
                "ready",
                AGENT,
                true,
                Map.of(),
                Cpu.ofNanos(1),
                Bytes.of(1)),
            "reachable",
            new Platform("linux", "x86_64"),
            Map.of(),
            "");
    return book.look(services, endpoints, List.of(node), Set.of(AGENT), now);
  }

  @Test
  void servicesOfTheAgentsNetworksAreAskedForAndOthersAreNot() {
    String web = service("web", "10.0.1.2");
    ServiceFacts apart = world.service("apart", 1);
    services.add(apart);
    endpoints.put(
        "apart-id",
        List.of(
            new Endpoint(
                "apart-id", "apart.1", "node1-id", "other", "10.0.2.2", Standing.RUNS, LONG_AGO)));
    Map<String, List<Verdict>> seen = look(Duration.ZERO);
    assertThat(asked).containsExactly(List.of("agent", "web"));
    assertThat(seen).containsOnlyKeys("agent-id", web, "apart-id");
    assertThat(seen.get(web)).isNotEmpty().allMatch(Verdict::agrees);
    assertThat(seen.get("apart-id")).isEmpty();
  }

  @Test
  void whatLeftTheNetworksDisagreesNoMore() {
    String web = service("web", "10.0.1.2");
    known.remove("web");
    assertThat(look(Duration.ZERO).get(web)).isNotEmpty().noneMatch(Verdict::agrees);
    endpoints.remove(web);
    assertThat(look(NameBook.EVERY).get(web)).isEmpty();
  }

  @Test
  void whatDisagreesIsAskedForAgainUntilItAgrees() {
    String web = service("web", "10.0.1.2");
    known.remove("web");
    assertThat(look(Duration.ZERO).get(web).getFirst().missing()).containsExactly("10.0.1.2");
    // Between two times what is known stays.
    assertThat(look(Duration.ofSeconds(2)).get(web).getFirst().agrees()).isFalse();
    assertThat(asked).hasSize(1);
    known.put("web", "10.0.1.2");
    assertThat(look(NameBook.EVERY).get(web).getFirst().agrees()).isTrue();
  }

  @Test
  void ofManyServicesAllHaveTheirTurnAndThoseThatDisagreeEachTime() {
    for (int i = 0; i < 120; i++) {
      service("web%03d".formatted(i), "10.0.1." + (i + 2));
    }
    known.remove("web003");
    Set<String> turns = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      look(NameBook.EVERY);
      assertThat(asked.getLast()).hasSizeLessThanOrEqualTo(NameBook.AT_A_TIME).contains("web003");
      turns.addAll(asked.getLast());
    }
    assertThat(turns).hasSize(121);
  }

  @Test
  void aSilentAgentsWordIsForgottenAfterAWhile() {
    String web = service("web", "10.0.1.2");
    assertThat(look(Duration.ZERO)).containsKey(web);
    agent.stop(0);
    assertThat(look(NameBook.EVERY)).containsKey(web);
    assertThat(look(Duration.ofMinutes(5))).isEmpty();
  }

  @Test
  void aNameServerThatKnowsNothingTellsNothing() {
    String web = service("web", "10.0.1.2");
    known.clear();
    assertThat(look(Duration.ZERO)).doesNotContainKey(web);
  }
}
