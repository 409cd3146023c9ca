package io.drover.scaling.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.runtime.http.RequestJson;
import io.drover.scaling.decide.HorizontalAutoscaler;
import io.drover.scaling.decide.HorizontalInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The evaluate contract on named cases; each says in its file why its numbers are what they are.
 * {@code reasons} there stands for the reasons of the conditions by type, {@code not: } before one
 * of a condition that does not hold.
 */
class EvaluateCasesTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(CASES)) {
      files = found.filter(path -> path.toString().endsWith(".json")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream().map(file -> dynamicTest(file.getFileName().toString(), () -> run(file)));
  }

  private static void run(Path file) throws IOException {
    JsonNode document = RequestJson.MAPPER.readTree(Files.readAllBytes(file));
    List<String> problems = new ArrayList<>();
    HorizontalInput input = EvaluateRequest.read(document.get("request"), problems);
    assertThat(problems).isEmpty();
    ObjectNode answer = EvaluateAnswer.write(HorizontalAutoscaler.evaluate(input));
    ObjectNode reasons = answer.putObject("reasons");
    answer
        .get("conditions")
        .forEach(
            condition ->
                reasons.put(
                    condition.get("type").asText(),
                    (condition.get("status").asBoolean() ? "" : "not: ")
                        + condition.get("reason").asText()));
    JsonNode expected = document.get("answer");
    assertThat(expected.isEmpty()).isFalse();
    expected
        .properties()
        .forEach(
            field ->
                assertThat(answer.get(field.getKey()).toString())
                    .as(field.getKey() + ": " + document.path("why").asText())
                    .isEqualTo(field.getValue().toString()));
  }

  @Test
  void everyMistakeIsNamedWithItsPlace() throws IOException {
    List<String> problems = new ArrayList<>();
    EvaluateRequest.read(
        RequestJson.MAPPER.readTree(
            """
            {"now": "yesterday",
             "spec": {"minReplicas": 5, "maxReplicas": 2,
                      "metrics": [{"type": "Resource", "resource": {"name": "cpu",
                                   "target": {"averageUtilization": 0}}}],
                      "behavior": {"scaleUp": {"stabilizationWindowSeconds": 3601,
                                   "policies": [{"type": "Percent", "value": -1}]}}},
             "tasks": [{"state": "dancing",
                        "cpu": {"usage": "12 apples"}, "memory": {"reservation": "-1Gi"}}],
             "metrics": {"queue_depth": {"values": [7, null]}, "latency": {"values": {"p95": 7}}},
             "history": {"recommendations": [{"replicas": 3}],
                         "scaleUps": [{"at": "2026-01-01T12:00:00Z"}]}}
            """),
        problems);
    assertThat(problems.stream().distinct())
        .containsExactlyInAnyOrder(
            "currentReplicas: is missing",
            "now: \"yesterday\" is not a time such as 2026-01-01T12:00:00Z",
            "spec.minReplicas: 5 is more than maxReplicas 2",
            "spec.metrics[0].resource.target.averageUtilization: expected a whole number of at least 1",
            "spec.behavior.scaleUp.stabilizationWindowSeconds: expected a whole number from 0 to 3600",
            "spec.behavior.scaleUp.policies[0].periodSeconds: is missing",
            "spec.behavior.scaleUp.policies[0].value: expected a whole number of at least 1",
            "tasks[0].state: \"dancing\" is no Swarm task state",
            "tasks[0].cpu.usage: \"12 apples\" is not a quantity such as 500m, 1Gi or 2.5",
            "tasks[0].memory.reservation: must not be negative",
            "metrics.queue_depth.values[1]: expected a quantity such as 500m, 1Gi or 2.5",
            "metrics.latency.values: expected an array",
            "history.recommendations[0].at: is missing",
            "history.scaleUps[0].change: is missing");
  }
}
