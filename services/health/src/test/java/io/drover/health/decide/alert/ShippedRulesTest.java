package io.drover.health.decide.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.drover.core.model.Durations;
import io.drover.health.decide.state.Kind;
import io.drover.testkit.prometheus.PrometheusServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules for a Prometheus are the built-in ones. */
class ShippedRulesTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("drover.root"), "swarm", "prometheus");

  private static List<String> shipped(String file) throws IOException {
    List<String> rules = new ArrayList<>();
    JsonNode groups = new YAMLMapper().readTree(SHIPPED.resolve(file).toFile()).path("groups");
    for (JsonNode rule : groups.path(0).path("rules")) {
      rules.add(
          "%s for %d s, %s"
              .formatted(
                  rule.path("alert").asText(),
                  Durations.parse(rule.path("for").asText()).toSeconds(),
                  rule.path("labels").path("severity").asText()));
    }
    return rules;
  }

  @Test
  void namesTimesAndSeveritiesAreTheSame() throws IOException {
    List<String> all = new ArrayList<>(shipped("compute.rules.yml"));
    all.addAll(shipped("alerts.yml"));
    assertThat(Arrays.stream(AlertRule.values()).map(ShippedRulesTest::described).toList())
        .containsExactlyElementsOf(all);
  }

  private static String described(AlertRule rule) {
    return "%s for %d s, %s"
        .formatted(rule.alertName(), rule.holds().toSeconds(), rule.severity().word());
  }

  @Test
  void everyKindThatIsAlertedOfIsInTheExpressions() throws IOException {
    JsonNode rules =
        new YAMLMapper()
            .readTree(SHIPPED.resolve("alerts.yml").toFile())
            .path("groups")
            .path(0)
            .path("rules");
    for (JsonNode rule : rules) {
      List<String> kinds =
          Arrays.stream(AlertRule.values())
              .filter(one -> one.alertName().equals(rule.path("alert").asText()))
              .flatMap(one -> one.kinds().stream())
              .map(Kind::code)
              .toList();
      if (!kinds.isEmpty()) {
        assertThat(rule.path("expr").asText()).contains("\"" + String.join("|", kinds) + "\"");
      }
    }
  }

  @Test
  void promtoolPasses() {
    assertThat(PrometheusServer.promtool(SHIPPED, "check", "rules", "alerts.yml"))
        .contains("SUCCESS");
    assertThat(PrometheusServer.promtool(SHIPPED, "test", "rules", "alerts.test.yml"))
        .contains("SUCCESS");
  }
}
