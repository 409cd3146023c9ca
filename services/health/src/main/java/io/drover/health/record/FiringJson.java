package io.drover.health.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.health.decide.alert.Alert;
import io.drover.health.decide.alert.AlertRule;
import io.drover.health.decide.alert.Condition;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Alerts that fire, as JSON for the database. */
final class FiringJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private FiringJson() {}

  /** Writes those of these that fire. */
  static String write(Collection<Alert> alerts) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Alert alert : alerts) {
      if (alert.state() == Alert.State.FIRING) {
        Condition condition = alert.condition();
        ObjectNode json = all.addObject().put("rule", condition.rule().alertName());
        ObjectNode labels = json.putObject("labels");
        condition.labels().forEach(labels::put);
        json.put("summary", condition.summary()).put("description", condition.description());
        json.put("activeAt", alert.activeAt().toString());
        json.put("firedAt", alert.firedAt().toString()).put("seenAt", alert.seenAt().toString());
      }
    }
    return all.toString();
  }

  /** Reads them back; those of rules that are not known are passed over. */
  static List<Alert> read(String text) {
    List<Alert> alerts = new ArrayList<>();
    try {
      for (JsonNode json : MAPPER.readTree(text)) {
        Arrays.stream(AlertRule.values())
            .filter(rule -> rule.alertName().equals(json.path("rule").asText()))
            .findFirst()
            .ifPresent(rule -> alerts.add(alert(rule, json)));
      }
    } catch (IOException | DateTimeException foreign) {
      throw new IllegalArgumentException("no alerts: " + foreign.getMessage(), foreign);
    }
    return alerts;
  }

  private static Alert alert(AlertRule rule, JsonNode json) {
    Map<String, String> labels = new HashMap<>();
    json.path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return new Alert(
        new Condition(
            rule, labels, json.path("summary").asText(), json.path("description").asText()),
        Alert.State.FIRING,
        Instant.parse(json.path("activeAt").asText()),
        Instant.parse(json.path("firedAt").asText()),
        Instant.MAX,
        Instant.parse(json.path("seenAt").asText()));
  }
}
