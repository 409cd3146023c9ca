package io.drover.health.record;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.health.decide.incident.Incident;
import java.time.Instant;

/** What is told at {@code /v1/events}: one JSON object each. */
public final class EventJson {
  private EventJson() {}

  static String incident(Incident incident) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", "incident").put("event", incident.last().event().word());
    json.put("at", incident.last().at().toString());
    json.set("incident", IncidentJson.write(incident));
    return json.toString();
  }

  /** Nothing happened, and the connection still stands. */
  public static String alive(Instant at) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "alive")
        .put("at", at.toString())
        .toString();
  }
}
