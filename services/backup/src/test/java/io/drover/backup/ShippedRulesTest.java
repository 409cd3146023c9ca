package io.drover.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.drover.backup.decide.state.Standing.State;
import io.drover.testkit.prometheus.PrometheusServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The alerting rules that are shipped fit the states that are exported. */
class ShippedRulesTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("drover.root"), "swarm", "prometheus");

  @Test
  void everyStateButOkHasAnAlert() throws IOException {
    JsonNode rules =
        new YAMLMapper()
            .readTree(SHIPPED.resolve("backup.rules.yml").toFile())
            .at("/groups/0/rules");
    List<String> expressions = new ArrayList<>();
    rules.forEach(rule -> expressions.add(rule.path("expr").asText()));
    for (State state : State.values()) {
      assertThat(expressions)
          .filteredOn(expression -> expression.contains("state=\"" + state.word() + "\""))
          .as(state.word())
          // BackupOverdue is in alerts.yml, from what the health service hears.
          .hasSize(state == State.OK || state == State.OVERDUE ? 0 : 1);
    }
  }

  @Test
  void promtoolPasses() {
    assertThat(PrometheusServer.promtool(SHIPPED, "check", "rules", "backup.rules.yml"))
        .contains("SUCCESS");
    assertThat(PrometheusServer.promtool(SHIPPED, "test", "rules", "backup.rules.test.yml"))
        .contains("SUCCESS");
  }
}
