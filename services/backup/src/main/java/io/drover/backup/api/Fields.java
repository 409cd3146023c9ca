package io.drover.backup.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.runtime.http.RequestJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a request's body by the letter: every mistake is told, and a field that is none is one. */
final class Fields {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,254}");
  private static final int MOST = 1000;
  private static final String NAMES = "a name of letters, digits, '_', '.' and '-'";

  private final JsonNode json;
  private final List<String> problems = new ArrayList<>();

  private Fields(JsonNode json) {
    this.json = json;
  }

  static Fields of(String body, String... known) {
    Fields fields = new Fields(RequestJson.parse(body == null ? "" : body));
    if (!fields.json.isObject()) {
      fields.problems.add("expected a JSON object");
    }
    Set<String> names = Set.of(known);
    fields
        .json
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                fields.problems.add(
                    "%s: no such field; expected one of %s"
                        .formatted(name, String.join(", ", known)));
              }
            });
    return fields;
  }

  /** A name; {@code otherwise} where there is none. */
  String name(String field, String otherwise) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      if (otherwise.isEmpty()) {
        problems.add("%s: is missing, expected %s".formatted(field, NAMES));
      }
      return otherwise;
    }
    return checked(field, value);
  }

  private String checked(String field, JsonNode value) {
    if (value.isTextual() && NAME.matcher(value.textValue()).matches()) {
      return value.textValue();
    }
    problems.add("%s: %s, expected %s".formatted(field, shown(value), NAMES));
    return "";
  }

  /** A text as it is; empty where there is none. */
  String text(String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull() || value.isTextual()) {
      return value.asText("").equals("null") ? "" : value.asText("");
    }
    problems.add("%s: %s, expected a text".formatted(field, shown(value)));
    return "";
  }

  boolean flag(String field) {
    JsonNode value = json.path(field);
    if (!value.isMissingNode() && !value.isBoolean()) {
      problems.add("%s: %s, expected true or false".formatted(field, shown(value)));
    }
    return value.asBoolean(false);
  }

  Set<String> names(String field) {
    Set<String> names = new HashSet<>();
    JsonNode value = json.path(field);
    if (!value.isMissingNode() && !(value.isArray() && value.size() <= MOST)) {
      problems.add(
          "%s: %s, expected a list of at most %d names".formatted(field, shown(value), MOST));
      return names;
    }
    for (int i = 0; i < value.size(); i++) {
      names.add(checked("%s[%d]".formatted(field, i), value.get(i)));
    }
    return names;
  }

  Map<String, String> map(String field) {
    Map<String, String> map = new LinkedHashMap<>();
    JsonNode value = json.path(field);
    if (!value.isMissingNode() && !(value.isObject() && value.size() <= MOST)) {
      problems.add(
          "%s: %s, expected an object of at most %d names".formatted(field, shown(value), MOST));
      return map;
    }
    value
        .properties()
        .forEach(one -> map.put(one.getKey(), checked(field + "." + one.getKey(), one.getValue())));
    return map;
  }

  void problem(String text) {
    problems.add(text);
  }

  /** Ends the request when something was wrong. */
  void check() {
    if (!problems.isEmpty()) {
      throw RequestJson.mistakes(problems);
    }
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
