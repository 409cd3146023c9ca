package io.drover.agent.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What failover may have looked at from here. */
@QuarkusTest
@TestProfile(ProbeEndpointTest.Listed.class)
class ProbeEndpointTest {

  /** Two ports of loopback, one of which nobody listens on. */
  public static final class Listed implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(new AgentEndpointsTest.Alone().getConfigOverrides());
      all.put("test.open", "" + freePort());
      all.put("test.closed", "" + freePort());
      all.put(
          "drover.agent.probes",
          "127.0.0.1:%s, 127.0.0.1:%s".formatted(all.get("test.open"), all.get("test.closed")));
      return all;
    }

    private static int freePort() {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @ConfigProperty(name = "test.open")
  int open;

  @ConfigProperty(name = "test.closed")
  int closed;

  private static ValidatableResponse post(String token, String body) {
    return given()
        .header("Authorization", "Bearer " + token)
        .contentType("application/json")
        .body(body)
        .post("/v1/probe")
        .then();
  }

  @Test
  void whatIsListedIsLookedAt() throws IOException {
    try (ServerSocket server = new ServerSocket(open, 5, InetAddress.getLoopbackAddress())) {
      post(
              AgentEndpointsTest.TOKEN,
              "{\"checks\": [\"tcp://127.0.0.1:%d\", \"http://127.0.0.1:%d/x\"], \"timeout\": \"5s\"}"
                  .formatted(server.getLocalPort(), closed))
          .statusCode(200)
          .body("results[0].sight", equalTo("UP"))
          .body("results[1].sight", equalTo("DOWN"))
          .body("results[1].why", equalTo("connection refused"));
    }
  }

  @Test
  void onlyControlServicesMayAsk() {
    post(AgentEndpointsTest.OPERATOR, "{\"checks\": [], \"timeout\": \"1s\"}").statusCode(403);
    given().contentType("application/json").body("{}").post("/v1/probe").then().statusCode(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"checks": ["tcp://127.0.0.1:22"], "timeout": "1s"}            | 127.0.0.1:22\\" is not in this agent's drover.agent.probes
          {"checks": ["http://169.254.169.254/x"], "timeout": "1s"}      | 169.254.169.254:80
          {"checks": ["file:///etc/passwd"], "timeout": "1s"}            | is not in this agent's drover.agent.probes
          {"checks": ["http://a b"], "timeout": "1s"}                    | expected addresses
          {"checks": "tcp://127.0.0.1:22", "timeout": "1s"}              | expected an array
          {"checks": [], "timeout": "6s"}                                | at most 5s
          {"checks": []}                                                 | timeout
          """)
  void whatIsNotListedIsRefused(String body, String said) {
    post(AgentEndpointsTest.TOKEN, body)
        .statusCode(400)
        .body("errors.join('; ')", containsString(said.replace("\\", "")));
  }
}
