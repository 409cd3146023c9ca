package io.drover.testkit.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.drover.testkit.Eventually;
import io.drover.testkit.artefact.Caller.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every built service answers, be it a jar or a native binary: each question of its OpenAPI
 * document, nothing without a token, problems in their own format, metrics.
 */
public abstract class ArtefactContract {
  private static final String PROBLEM = "application/problem+json";

  @TestHTTPResource("/")
  URI root;

  /** Somebody who may ask everything. */
  protected Caller caller() {
    return as(Surroundings.OPERATOR);
  }

  /** Somebody with this token; empty text for none. */
  protected final Caller as(String token) {
    return new Caller(root, token);
  }

  /** The status of the answers to questions that have none here which is 200. */
  protected Map<String, Integer> otherStatus() {
    return Map.of();
  }

  private Questions questions() {
    Answer document = caller().get("/q/openapi?format=json");
    assertEquals(200, document.status(), document.body());
    return new Questions(document.json());
  }

  @Test
  void everyQuestionIsAnsweredAsItIsDocumented() {
    Questions questions = questions();
    assertFalse(questions.plain().isEmpty(), "no question is documented");
    for (String path : questions.plain()) {
      int expected = otherStatus().getOrDefault(path, 200);
      Answer answer = answered(path, expected);
      if (expected == 200 && answer.type().startsWith("application/json")) {
        assertEquals(List.of(), questions.differences(path, answer.json()));
      }
    }
  }

  /** At first there may be nothing to tell yet. */
  private Answer answered(String path, int expected) {
    Answer[] last = new Answer[1];
    try {
      Eventually.holds(
          path,
          () -> {
            last[0] = caller().get(path);
            return last[0].status() == expected;
          });
    } catch (AssertionError never) {
      throw new AssertionError("%s: %d wanted, was %s".formatted(path, expected, last[0]), never);
    }
    return last[0];
  }

  @Test
  void nobodyWalksInWithoutAToken() {
    Caller nobody = as("");
    Caller somebody = as("somebody");
    for (String path : questions().plain()) {
      assertProblem(401, nobody.get(path));
      assertProblem(401, somebody.get(path));
    }
    assertProblem(401, nobody.get("/q/metrics"));
    assertProblem(401, nobody.get("/q/openapi"));
  }

  @Test
  void whatIsNotThereIsAProblemToo() {
    assertProblem(404, caller().get("/v1/nothing"));
    assertProblem(405, caller().delete("/v1/status"));
  }

  /** That an answer is such a problem, in the format of RFC 9457. */
  protected static void assertProblem(int status, Answer answer) {
    assertEquals(status, answer.status(), answer.body());
    assertTrue(answer.type().startsWith(PROBLEM), answer.type());
    assertEquals(status, answer.json().path("status").asInt());
    assertFalse(answer.json().path("title").asText().isEmpty(), answer.body());
  }

  @Test
  void itIsReadyAndSaysSoInItsMetrics() {
    Eventually.holds(
        "it is ready",
        () -> as("").get("/q/health/ready").json().path("status").asText().equals("UP"));
    Eventually.holds(
        "requests are counted",
        () ->
            caller()
                .get("/q/metrics")
                .body()
                .contains("http_server_requests_seconds_count{method=\"GET\""));
  }
}
