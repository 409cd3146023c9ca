package io.drover.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Strict reading and storable writing of JSON fields. */
final class JsonText {
  private static final char REPLACEMENT = '\uFFFD';

  private JsonText() {}

  static ObjectNode put(ObjectNode json, String field, String text) {
    return json.put(storable(field), storable(text));
  }

  static String get(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new MalformedDecisionException("field \"" + field + "\" is not a text");
    }
    return value.textValue();
  }

  static long number(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new MalformedDecisionException("field \"" + field + "\" is not a whole number");
    }
    return value.longValue();
  }

  static JsonNode child(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isObject()) {
      throw new MalformedDecisionException("field \"" + field + "\" is not an object");
    }
    return value;
  }

  static <T> List<T> list(JsonNode json, String field, Function<JsonNode, T> element) {
    JsonNode values = json.path(field);
    if (!values.isArray()) {
      throw new MalformedDecisionException("field \"" + field + "\" is not a list");
    }
    List<T> list = new ArrayList<>(values.size());
    values.forEach(value -> list.add(element.apply(value)));
    return list;
  }

  /** The text without what jsonb and UTF-8 can't hold. */
  static String storable(String text) {
    StringBuilder changed = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        changed = changed == null ? new StringBuilder(text) : changed;
        changed.setCharAt(i, REPLACEMENT);
      }
    }
    return changed == null ? text : changed.toString();
  }
}
