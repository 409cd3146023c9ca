package io.drover.failover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drover.testkit.Eventually;
import io.drover.testkit.artefact.Caller.Answer;
import io.drover.testkit.artefact.ControlContract;
import io.drover.testkit.artefact.Surroundings;
import io.drover.testkit.bind.BindServer;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The built failover service, whatever it was built as. */
@QuarkusIntegrationTest
@TestProfile(FailoverIT.Built.class)
class FailoverIT extends ControlContract {

  /** The service with what stands around it, and nothing of other tests. */
  public static final class Built implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Around.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  /** A real BIND 9, a description of one Swarm with two entry points, one of them dead. */
  public static final class Around extends Surroundings {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static volatile BindServer bind;
    private HttpServer witness;

    /** With a database. */
    public Around() {
      super(true);
    }

    @Override
    protected Map<String, String> prepare(SimulatedSwarm swarm, Path folder) throws IOException {
      int port = BindServer.freePort();
      String key = BindServer.key("hmac-sha512", "drover");
      Path zones = Files.createDirectory(folder.resolve("bind"));
      bind =
          BindServer.start(
              zones,
              port,
              key
                  + BindServer.zone(
                      zones,
                      "example.test",
                      "allow-update { key drover; };",
                      "app 30 A 192.0.2.1\napp 30 A 192.0.2.2"));
      witness = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      witness.createContext("/", exchange -> agree(exchange, port));
      witness.start();
      Path description = folder.resolve("failover.yml");
      Files.writeString(
          description,
          """
          sites:
            - name: home
              engine: "unix://%1$s/docker.sock"
              entries:
                - { name: alive, check: "tcp://127.0.0.1:%2$d" }
                - { name: dead, check: "tcp://127.0.0.1:1" }
          witnesses: [{ name: office, agent: "http://127.0.0.1:%3$d" }]
          records: [{ name: app.example.test, addresses: { alive: [192.0.2.1], dead: [192.0.2.2] } }]
          dns: { zone: example.test, key: %4$s, servers: ["127.0.0.1:%2$d"] }
          policy: { period: 500ms }
          """
              .formatted(
                  folder,
                  port,
                  witness.getAddress().getPort(),
                  Files.writeString(folder.resolve("update.key"), key)));
      return Map.of("drover.failover.description", description.toString());
    }

    /** Sees what there is: the server of names, and nothing else. */
    private static void agree(HttpExchange exchange, int port) throws IOException {
      try (exchange) {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode results = answer.putArray("results");
        for (JsonNode check : request.path("checks")) {
          boolean up = check.asText().endsWith(":" + port);
          results
              .addObject()
              .put("check", check.asText())
              .put("sight", up ? "UP" : "DOWN")
              .put("why", up ? "" : "refused");
        }
        byte[] bytes = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }

    @Override
    protected void release() {
      witness.stop(0);
      bind.close();
    }
  }

  @Override
  protected void somethingToDecide() {
    Eventually.holds(
        "the record follows the entry point that is alive",
        () -> Around.bind.dig("app.example.test", "A").equals(List.of("192.0.2.1")));
  }

  @Test
  void theDescriptionIsWatchedAndShown() {
    Eventually.holds(
        "both places see the one that is alive",
        () ->
            caller().get("/v1/failover").json().findValuesAsText("sight").stream()
                    .filter("UP"::equals)
                    .count()
                == 2);
    assertThat(caller().get("/v1/failover").json().findValuesAsText("entry"))
        .containsExactly("alive", "dead");
  }

  @Test
  void theWholePathOfAChangeIsChecked() {
    somethingToDecide();
    Answer check = caller().post("/v1/failover/dns/check", "");
    assertThat(check.status()).as(check.body()).isEqualTo(200);
    assertThat(check.json().path("ok").asBoolean()).as(check.body()).isTrue();
    assertThat(check.json().path("steps")).hasSize(6);
  }

  @Test
  void ordersForTwoSitesAreRefusedWhereThereIsOne() {
    for (String order : List.of("now", "back", "test")) {
      Answer answer = caller().post("/v1/failover/" + order, "");
      assertThat(answer.status()).as(answer.body()).isIn(409, 503);
      assertThat(answer.type()).startsWith("application/problem+json");
    }
  }
}
