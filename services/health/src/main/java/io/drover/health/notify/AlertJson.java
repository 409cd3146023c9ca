package io.drover.health.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.health.decide.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** Alerts as receivers want them. */
public final class AlertJson {
  /** Prometheus ends an alert that it does not send again after four of its resend delays. */
  private static final int SENDINGS_MISSED = 4;

  private AlertJson() {}

  /** The body of Alertmanager's {@code POST /api/v2/alerts}. */
  static String alertmanager(Collection<Alert> alerts, Duration resend, String link, Instant now) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Alert alert : alerts) {
      ObjectNode json = describe(all.addObject(), alert);
      if (!link.isEmpty()) {
        // Alertmanager refuses an empty one.
        json.put("generatorURL", link);
      }
      json.put(
          "endsAt",
          alert.state() == Alert.State.RESOLVED
              ? alert.resolvedAt().toString()
              : now.plus(resend.multipliedBy(SENDINGS_MISSED)).toString());
    }
    return all.toString();
  }

  /** The body that Alertmanager's own webhooks have, version 4. */
  static String webhook(Collection<Alert> alerts, String link) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    boolean firing = alerts.stream().anyMatch(alert -> alert.state() == Alert.State.FIRING);
    body.put("version", "4").put("groupKey", "{}:{}").put("truncatedAlerts", 0);
    body.put("status", firing ? "firing" : "resolved").put("receiver", "drover");
    body.putObject("groupLabels");
    body.putObject("commonLabels");
    body.putObject("commonAnnotations");
    body.put("externalURL", link);
    ArrayNode all = body.putArray("alerts");
    for (Alert alert : alerts) {
      ObjectNode json = describe(all.addObject(), alert);
      json.put("status", alert.state().word()).put("generatorURL", link);
      json.put(
          "endsAt",
          alert.state() == Alert.State.RESOLVED
              ? alert.resolvedAt().toString()
              : "0001-01-01T00:00:00Z");
    }
    return body.toString();
  }

  /** For answers: with its state. */
  public static ObjectNode show(ObjectNode json, Alert alert) {
    describe(json, alert).put("state", alert.state().word());
    if (alert.state() == Alert.State.RESOLVED) {
      json.put("resolvedAt", alert.resolvedAt().toString());
    }
    return json;
  }

  private static ObjectNode describe(ObjectNode json, Alert alert) {
    ObjectNode labels = json.putObject("labels");
    for (Map.Entry<String, String> label : alert.condition().allLabels().entrySet()) {
      labels.put(label.getKey(), label.getValue());
    }
    json.putObject("annotations")
        .put("summary", alert.condition().summary())
        .put("description", alert.condition().description());
    return json.put(
        "startsAt",
        (alert.firedAt().equals(Instant.MAX) ? alert.activeAt() : alert.firedAt()).toString());
  }
}
