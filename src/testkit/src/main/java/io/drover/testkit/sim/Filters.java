package io.drover.testkit.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code filters} of a list request: values of one filter are alternatives, filters all count.
 *
 * @param values by the filter's name
 */
record Filters(Map<String, List<String>> values) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Reads {@code {"label":["a=b"]}} and the older {@code {"label":{"a=b":true}}}. */
  static Filters parse(String json) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    try {
      JsonNode tree = MAPPER.readTree(json.isEmpty() ? "{}" : json);
      for (Map.Entry<String, JsonNode> filter : tree.properties()) {
        List<String> alternatives = new ArrayList<>();
        filter.getValue().properties().forEach(value -> alternatives.add(value.getKey()));
        filter.getValue().forEach(value -> addText(alternatives, value));
        values.put(filter.getKey(), alternatives);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("invalid filter", e);
    }
    return new Filters(values);
  }

  private static void addText(List<String> alternatives, JsonNode value) {
    if (value.isTextual()) {
      alternatives.add(value.asText());
    }
  }

  boolean allow(String name, String value) {
    List<String> wanted = values.getOrDefault(name, List.of());
    return wanted.isEmpty() || wanted.contains(value);
  }

  /** Names are matched by their beginning, as engines do. */
  boolean allowName(String name) {
    List<String> wanted = values.getOrDefault("name", List.of());
    return wanted.isEmpty() || wanted.stream().anyMatch(name::startsWith);
  }

  /** All labels must be there, as a key or as {@code key=value}. */
  boolean allowLabels(Map<String, String> labels) {
    return values.getOrDefault("label", List.of()).stream().allMatch(wanted -> has(labels, wanted));
  }

  private static boolean has(Map<String, String> labels, String wanted) {
    int equals = wanted.indexOf('=');
    return equals < 0
        ? labels.containsKey(wanted)
        : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
  }
}
