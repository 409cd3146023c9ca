package io.drover.placement.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** The Engine API's generic resources: numbers of a kind, or names of which each counts one. */
final class GenericReader {
  private GenericReader() {}

  static Map<String, Long> read(JsonNode resources) {
    Map<String, Long> amounts = new HashMap<>();
    for (JsonNode resource : resources) {
      JsonNode discrete = resource.path("DiscreteResourceSpec");
      JsonNode named = resource.path("NamedResourceSpec");
      if (discrete.isObject()) {
        long amount = Math.max(0, discrete.path("Value").asLong());
        amounts.merge(discrete.path("Kind").asText(""), amount, Long::sum);
      } else if (named.isObject()) {
        amounts.merge(named.path("Kind").asText(""), 1L, Long::sum);
      }
    }
    return amounts;
  }
}
