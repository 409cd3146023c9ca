package io.drover.failover.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an object is: the values in its JSON by where they are. What is null, or empty in any way,
 * is left out, since engines tell or leave out what is not there as they like.
 *
 * @param values literals by JSON pointer; they may be nobody's business, so they are never told
 */
public record Content(SortedMap<String, String> values) {
  public Content {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** Reads it. */
  public static Content of(JsonNode json) {
    SortedMap<String, String> values = new TreeMap<>();
    put(values, "", json);
    return new Content(values);
  }

  private static void put(SortedMap<String, String> values, String at, JsonNode json) {
    if (json.isObject()) {
      json.properties().forEach(one -> put(values, at + "/" + one.getKey(), one.getValue()));
    } else if (json.isArray()) {
      for (int i = 0; i < json.size(); i++) {
        put(values, at + "/" + i, json.get(i));
      }
    } else if (!json.isNull() && !json.isMissingNode() && !json.asText().isEmpty()) {
      values.put(at, json.toString());
    }
  }

  /** The places that differ; none for what is the same. */
  public List<String> differences(Content other) {
    TreeSet<String> places = new TreeSet<>(values.keySet());
    places.addAll(other.values.keySet());
    places.removeIf(
        place -> values.getOrDefault(place, "").equals(other.values.getOrDefault(place, "")));
    return List.copyOf(places);
  }

  @Override
  public String toString() {
    return "%d values".formatted(values.size());
  }
}
