package io.drover.health.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.health.decide.incident.Incident;
import io.drover.health.decide.state.Kind;
import io.drover.health.decide.state.Level;
import io.drover.health.decide.state.Subject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Incidents as JSON, for answers and for the database. */
public final class IncidentJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private IncidentJson() {}

  /** Writes one. */
  public static ObjectNode write(Incident incident) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", incident.id());
    json.put("kind", incident.kind().code());
    json.put("status", incident.status().word());
    json.put("level", incident.level().word());
    ObjectNode subject = json.putObject("subject");
    subject.put("type", incident.subject().type().word());
    subject.put("id", incident.subject().id());
    subject.put("name", incident.subject().name());
    json.put("text", incident.text());
    json.put("since", incident.since().toString());
    json.put("seen", incident.seen().toString());
    json.put("openedAt", incident.openedAt().toString());
    if (!incident.closedAt().equals(Instant.MAX)) {
      json.put("closedAt", incident.closedAt().toString());
    }
    if (!incident.acknowledgedBy().isEmpty()) {
      json.put("acknowledgedBy", incident.acknowledgedBy());
    }
    json.put("reopened", incident.reopened());
    ArrayNode timeline = json.putArray("timeline");
    for (Incident.Entry entry : incident.timeline()) {
      timeline
          .addObject()
          .put("at", entry.at().toString())
          .put("event", entry.event().word())
          .put("text", entry.text());
    }
    return json;
  }

  /**
   * Reads one back.
   *
   * @throws IllegalArgumentException when it is none, or of a kind that is not known
   */
  public static Incident read(String text) {
    try {
      return read(MAPPER.readTree(text));
    } catch (IOException malformed) {
      throw new IllegalArgumentException("not JSON: " + malformed.getMessage(), malformed);
    }
  }

  private static Incident read(JsonNode json) {
    List<Incident.Entry> timeline = new ArrayList<>();
    for (JsonNode entry : json.path("timeline")) {
      timeline.add(
          new Incident.Entry(
              moment(entry, "at"),
              word(Incident.Event.class, entry.path("event").asText()),
              entry.path("text").asText()));
    }
    JsonNode subject = json.path("subject");
    String kind = json.path("kind").asText();
    return new Incident(
        json.path("id").asText(),
        Kind.of(kind)
            .orElseThrow(() -> new IllegalArgumentException("the kind is not known: " + kind)),
        new Subject(
            word(Subject.Type.class, subject.path("type").asText()),
            subject.path("id").asText(),
            subject.path("name").asText()),
        word(Level.class, json.path("level").asText()),
        json.path("text").asText(),
        word(Incident.Status.class, json.path("status").asText()),
        moment(json, "since"),
        moment(json, "seen"),
        moment(json, "openedAt"),
        json.hasNonNull("closedAt") ? moment(json, "closedAt") : Instant.MAX,
        json.path("acknowledgedBy").asText(""),
        json.path("reopened").asInt(),
        timeline);
  }

  private static Instant moment(JsonNode json, String name) {
    try {
      return Instant.parse(json.path(name).asText());
    } catch (java.time.DateTimeException malformed) {
      throw new IllegalArgumentException(name + " is no moment", malformed);
    }
  }

  private static <E extends Enum<E>> E word(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }
}
