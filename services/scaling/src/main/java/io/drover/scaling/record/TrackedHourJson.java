package io.drover.scaling.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.scaling.decide.shadow.Wish;
import io.drover.scaling.record.TrackedHour.Stretch;
import java.util.ArrayList;
import java.util.List;

/**
 * Hours of replicas as they are stored: {@code {"stretches": [[first, length, actual, wish], …]}},
 * in slots of 15 seconds; without a wish where nothing could be measured, with a fifth 1 where an
 * operator ordered it.
 */
final class TrackedHourJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String STRETCHES = "stretches";
  private static final int WISH = 3;
  private static final int ORDERED = 4;

  private TrackedHourJson() {}

  static String write(TrackedHour hour) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode stretches = json.putArray(STRETCHES);
    for (Stretch one : hour.stretches()) {
      ArrayNode stretch = stretches.addArray();
      stretch.add(one.first()).add(one.length()).add(one.actual());
      switch (one.wish()) {
        case Wish.Measured(int replicas) -> stretch.add(replicas);
        case Wish.Ordered(int replicas) -> stretch.add(replicas).add(1);
        case Wish.Unknown unknown -> {}
      }
    }
    return json.toString();
  }

  /** What was written; what a newer version wrote otherwise counts as nothing. */
  static TrackedHour read(String body) {
    try {
      List<Stretch> stretches = new ArrayList<>();
      int end = 0;
      for (JsonNode json : MAPPER.readTree(body).path(STRETCHES)) {
        Stretch one =
            new Stretch(
                json.path(0).intValue(),
                json.path(1).intValue(),
                json.path(2).intValue(),
                wish(json));
        boolean fits = one.length() > 0 && one.first() >= end && one.end() <= TrackedHour.SLOTS;
        if (!fits || one.actual() < 0) {
          return TrackedHour.NONE;
        }
        end = one.end();
        stretches.add(one);
      }
      return new TrackedHour(stretches);
    } catch (JsonProcessingException foreign) {
      return TrackedHour.NONE;
    }
  }

  private static Wish wish(JsonNode json) {
    if (!json.has(WISH)) {
      return new Wish.Unknown();
    }
    int replicas = Math.max(0, json.get(WISH).intValue());
    return json.has(ORDERED) ? new Wish.Ordered(replicas) : new Wish.Measured(replicas);
  }
}
