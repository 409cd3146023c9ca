package io.drover.scaling.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint as callers meet it: tokens, problem details, the contract's example. */
@QuarkusTest
@TestProfile(EvaluateResourceTest.Tokens.class)
class EvaluateResourceTest {

  /** Tokens in files, as Docker secrets are; no engine: it might be one with a suite at work. */
  public static final class Tokens implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "drover-tokens");
        folder.toFile().deleteOnExit();
        return Map.of(
            "drover.tokens.viewer-file", file(folder, "viewer"),
            "drover.tokens.operator-file", file(folder, "operator"),
            "drover.tokens.agent-file", file(folder, "agent"),
            "DOCKER_HOST", "tcp://127.0.0.1:1");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String file(Path folder, String role) throws IOException {
      Path file = Files.writeString(folder.resolve(role), role + "-token\n");
      file.toFile().deleteOnExit();
      return file.toString();
    }
  }

  private static RequestSpecification as(String role) {
    return given()
        .header("Authorization", "Bearer " + role + "-token")
        .contentType("application/json");
  }

  private static String example() throws IOException {
    return new ObjectMapper()
        .readTree(Path.of("src/test/resources/cases/design-example.json").toFile())
        .get("request")
        .toString();
  }

  @Test
  void theExampleOfTheDesignIsAnswered() throws IOException {
    as("viewer")
        .body(example())
        .post("/v1/scaling/evaluate")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("desiredReplicas", equalTo(5))
        .body("metrics[0].currentAverageValue", equalTo("500m"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/scaling/evaluate",
        "/v1/resize/evaluate",
        "/v1/resize",
        "/q/metrics",
        "/q/openapi",
        "/nowhere"
      })
  void withoutATokenNobodyWalksIn(String path) {
    given()
        .get(path)
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .contentType("application/problem+json")
        .body("status", equalTo(401));
    as("somebody").get(path).then().statusCode(401);
  }

  @Test
  void healthNeedsNoToken() {
    given().get("/q/health/live").then().statusCode(200);
  }

  @Test
  void anAgentsTokenIsNotEnough() throws IOException {
    as("agent")
        .body(example())
        .post("/v1/scaling/evaluate")
        .then()
        .statusCode(403)
        .contentType("application/problem+json");
  }

  @Test
  void theVerticalExampleThatIsShippedIsAnswered() throws IOException {
    Path shipped =
        Path.of(System.getProperty("drover.root", ""), "src", "site", "examples", "resize.json");
    as("viewer")
        .body(Files.readString(shipped))
        .post("/v1/resize/evaluate")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("recommendation.upperBound.memory", equalTo("34359738368"))
        .body("apply.limits.cpu", equalTo("3286m"));
    as("viewer")
        .body("{\"now\": \"soon\"}")
        .post("/v1/resize/evaluate")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
  }

  @Test
  void operatorsMayAlsoRead() throws IOException {
    as("operator").body(example()).post("/v1/scaling/evaluate").then().statusCode(200);
    as("operator").get("/q/metrics").then().statusCode(200);
  }

  @Test
  void mistakesAreAnsweredAllAtOnce() {
    as("viewer")
        .body("{\"now\": \"soon\", \"spec\": {}}")
        .post("/v1/scaling/evaluate")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors", hasItem("currentReplicas: is missing"))
        .body("errors", hasItem("spec.maxReplicas: is missing"))
        .body("errors", hasItem(startsWith("now: \"soon\" is not a time")));
  }

  @Test
  void whatIsNoJsonIsToldWhere() {
    as("viewer")
        .body("{\n  \"now\": ,")
        .post("/v1/scaling/evaluate")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors[0]", startsWith("line 2, column"));
  }

  @Test
  void sizesAreToldByWhoLeads() {
    as("viewer")
        .get("/v1/resize")
        .then()
        .statusCode(503)
        .contentType("application/problem+json")
        .body("detail", startsWith("nothing was looked at yet"));
  }

  @Test
  void unknownPathsAndMethodsAreProblemsToo() {
    as("viewer").get("/v1/nothing").then().statusCode(404);
    as("viewer").delete("/v1/scaling/evaluate").then().statusCode(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/scaling/evaluate", "/v1/resize/evaluate"})
  void whatNobodyWouldSendIsRefusedToo(String path) throws Exception {
    for (String body :
        List.of(
            "[".repeat(100_000),
            "{\"a\":".repeat(50_000),
            "{\"now\": 1e99999999999}",
            "{\"now\": " + "9".repeat(100_000) + "}")) {
      HttpResponse<String> answer = post(path, body);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("no JSON that can be read");
    }
    String wrong = "{\"samples\": [%1$s], \"tasks\": [%1$s]}".formatted("1,".repeat(5000) + "1");
    JsonNode mistakes = new ObjectMapper().readTree(post(path, wrong).body()).get("errors");
    assertThat(mistakes).hasSize(101);
    assertThat(mistakes.get(100).asText()).matches("and \\d+ more");
    assertThat(announce(path, 3 << 20)).contains(" 413 ");
  }

  /**
   * The first line of the answer to a request of this length, which is refused before it is sent.
   */
  private static String announce(String path, int length) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
      String head =
          """
          POST %s HTTP/1.1
          Host: localhost
          Authorization: Bearer viewer-token
          Content-Type: application/json
          Content-Length: %d

          """
              .formatted(path, length)
              .replace("\n", "\r\n");
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  /** REST Assured would print such bodies prettily, and run out of memory. */
  private static HttpResponse<String> post(String path, String body) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
              .header("Authorization", "Bearer viewer-token")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
