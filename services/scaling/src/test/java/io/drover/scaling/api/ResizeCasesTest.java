package io.drover.scaling.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.runtime.http.RequestJson;
import io.drover.scaling.decide.vertical.VerticalInput;
import io.drover.scaling.decide.vertical.VerticalRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Named cases, whose figures were worked out apart from this code, from the specification's text.
 */
class ResizeCasesTest {

  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/resize-cases"))) {
      return files.map(Path::toString).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theAnswerIsTheCases(String file) throws IOException {
    JsonNode document = RequestJson.MAPPER.readTree(Files.readString(Path.of(file)));
    List<String> problems = new ArrayList<>();
    VerticalInput input = ResizeRequest.read(document.get("request"), problems);
    assertThat(problems).isEmpty();
    JsonNode answer = ResizeAnswer.write(VerticalRecommender.evaluate(input));
    String why = document.path("why").asText();
    assertThat(answer.get("recommendation").toPrettyString())
        .as(why)
        .isEqualTo(document.at("/answer/recommendation").toPrettyString());
    assertThat(answer.get("apply").toPrettyString())
        .as(why)
        .isEqualTo(document.at("/answer/apply").toPrettyString());
    assertThat(answer.get("explanation").asText()).isNotBlank();
  }

  @Test
  void everyMistakeIsNamedWithItsPlace() throws IOException {
    List<String> problems = new ArrayList<>();
    ResizeRequest.read(
        RequestJson.MAPPER.readTree(
            """
            {"now": "+99999-01-01T00:00:00Z",
             "spec": {"updatePolicy": {"updateMode": "Sometimes"},
                      "resourcePolicy": {"containerPolicies": [{"containerName": "*",
                        "minAllowed": {"cpu": "2"}, "maxAllowed": {"cpu": "1"},
                        "controlledResources": ["disk"], "controlledValues": "All"}]}},
             "current": {"cpu": {"reservation": "much"}},
             "samples": [{"cpu": "-1"}, 7]}
            """),
        problems);
    assertThat(problems)
        .contains(
            "now: \"+99999-01-01T00:00:00Z\" is not a time such as 2026-01-01T12:00:00Z",
            "spec.updatePolicy.updateMode: expected Off, Initial, Recreate, InPlaceOrRecreate or Auto",
            "spec.resourcePolicy.containerPolicies[0].minAllowed: more cpu than maxAllowed",
            "spec.resourcePolicy.containerPolicies[0].controlledResources: expected cpu and memory, not disk",
            "spec.resourcePolicy.containerPolicies[0].controlledValues: expected RequestsAndLimits or RequestsOnly",
            "current.cpu.reservation: \"much\" is not a quantity such as 500m, 1Gi or 2.5",
            "samples[0].at: is missing",
            "samples[0].cpu: must not be negative",
            "samples[1]: expected an object");
    assertThat(problems).doesNotHaveDuplicates();
  }

  @Test
  void aContainerThatIsOffHasNoRecommendation() throws IOException {
    List<String> problems = new ArrayList<>();
    VerticalInput input =
        ResizeRequest.read(
            RequestJson.MAPPER.readTree(
                """
                {"now": "2026-01-01T00:00:00Z", "spec": {"targetRef": {"name": "app"},
                  "resourcePolicy": {"containerPolicies": [{"containerName": "app", "mode": "Off"}]}}}
                """),
            problems);
    assertThat(problems).isEmpty();
    JsonNode answer = ResizeAnswer.write(VerticalRecommender.evaluate(input));
    assertThat(answer.get("recommendation").isNull()).isTrue();
    assertThat(answer.get("apply").isNull()).isTrue();
    assertThat(answer.get("explanation").asText()).contains("off");
  }
}
