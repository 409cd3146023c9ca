package io.drover.health.overview.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.health.overview.decide.SisterStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads what a service answers to {@code GET /v1/status}, and no more of it than is shown. */
final class StatusReader {
  private static final int MOST_LINES = 20;
  private static final int LONGEST_LINE = 300;

  private StatusReader() {}

  /**
   * Reads an answer.
   *
   * @throws IllegalArgumentException when it is no such answer
   */
  static SisterStatus read(JsonNode json, Instant received) {
    if (!json.path("instance").isTextual() || !json.path("missing").isArray()) {
      throw new IllegalArgumentException("it sent something that is no status");
    }
    JsonNode pause = json.path("pause");
    List<SisterStatus.Held> leases = new ArrayList<>();
    for (JsonNode lease : first(json.path("leases"))) {
      leases.add(new SisterStatus.Held(line(lease.path("name")), line(lease.path("holder"))));
    }
    List<String> missing = new ArrayList<>();
    first(json.path("missing")).forEach(one -> missing.add(line(one)));
    return new SisterStatus(
        received,
        line(json.path("instance")),
        line(json.path("mode")),
        // A service that did not read of it yet calls itself paused, without an end.
        pause.path("paused").asBoolean() && !line(pause.path("until")).isEmpty(),
        line(pause.path("until")),
        leases,
        missing);
  }

  private static List<JsonNode> first(JsonNode all) {
    List<JsonNode> some = new ArrayList<>();
    for (JsonNode one : all) {
      if (some.size() == MOST_LINES) {
        break;
      }
      some.add(one);
    }
    return some;
  }

  private static String line(JsonNode json) {
    String text = json.asText("");
    return text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text;
  }
}
