package io.drover.placement.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.drover.core.model.MalformedValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the fields of one JSON object by the letter: every mistake is told with its path, what
 * stands there and what is expected, and a field that is none is a mistake.
 */
final class StrictFields {
  private static final int LONGEST_SHOWN = 80;
  private static final int LONGEST_TEXT = 256;

  private final JsonNode node;
  private final String path;
  private final List<String> problems;
  private final boolean there;

  private StrictFields(JsonNode node, String path, List<String> problems) {
    this.node = node.isObject() ? node : MissingNode.getInstance();
    this.there = node.isObject();
    this.path = path;
    this.problems = problems;
  }

  /** A whole document. */
  static StrictFields of(JsonNode document, List<String> problems, String... known) {
    StrictFields fields = new StrictFields(document, "", problems);
    if (!document.isObject()) {
      problems.add("expected a JSON object, not " + shown(document));
    }
    return fields.only(known);
  }

  private StrictFields only(String... known) {
    Set<String> names = new LinkedHashSet<>(List.of(known));
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                problem(name, "is no field here; there are " + String.join(", ", names));
              }
            });
    return this;
  }

  /** Whether the object itself is there. */
  boolean isThere() {
    return there;
  }

  boolean has(String name) {
    return node.has(name);
  }

  /** Tells a mistake in a field. */
  void problem(String name, String what) {
    problems.add(at(name) + ": " + what);
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private void wrong(String name, String expected) {
    problem(name, "expected %s, not %s".formatted(expected, shown(node.path(name))));
  }

  private void missing(String name, String expected) {
    // An object that is none has been told already.
    if (there) {
      problem(name, "is missing; expected " + expected);
    }
  }

  private static String shown(JsonNode value) {
    String text = value.isMissingNode() ? "nothing" : value.toString();
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
  }

  /** A name: text that is neither empty nor endless. */
  String name(String field, String expected) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      missing(field, expected);
      return "";
    }
    String text = value.textValue();
    if (text == null || text.isBlank() || text.length() > LONGEST_TEXT) {
      wrong(field, expected + " of at most " + LONGEST_TEXT + " characters");
      return "";
    }
    return text;
  }

  /** One of a few words, or {@code otherwise} where it is absent. */
  String word(String field, String otherwise, List<String> words) {
    if (!has(field)) {
      return otherwise;
    }
    String text = node.path(field).textValue();
    if (text == null || !words.contains(text)) {
      wrong(field, "one of " + String.join(", ", words));
      return otherwise;
    }
    return text;
  }

  /** Any text, or none where it is absent. */
  String text(String field) {
    if (!has(field)) {
      return "";
    }
    String text = node.path(field).textValue();
    if (text == null || text.length() > LONGEST_TEXT) {
      wrong(field, "a text of at most " + LONGEST_TEXT + " characters");
      return "";
    }
    return text;
  }

  boolean flag(String field) {
    if (has(field) && !node.path(field).isBoolean()) {
      wrong(field, "true or false");
    }
    return node.path(field).asBoolean(false);
  }

  /** A whole number from 0 or 1; empty where it is absent or wrong. */
  OptionalInt count(String field, int least, int most) {
    if (!has(field)) {
      return OptionalInt.empty();
    }
    OptionalLong number = whole(node.path(field), least, most);
    if (number.isEmpty()) {
      wrong(field, "a whole number from %d to %d".formatted(least, most));
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) number.getAsLong());
  }

  void require(String field, String expected) {
    if (!has(field)) {
      missing(field, expected);
    }
  }

  private static OptionalLong whole(JsonNode value, long least, long most) {
    boolean whole =
        value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong();
    return whole && value.longValue() >= least && value.longValue() <= most
        ? OptionalLong.of(value.longValue())
        : OptionalLong.empty();
  }

  /** A quantity, as text or as a number; empty where it is absent or wrong. */
  <T> Optional<T> quantity(String field, String expected, Function<String, T> parser) {
    if (!has(field)) {
      return Optional.empty();
    }
    JsonNode value = node.path(field);
    if (value.isTextual() || value.isNumber()) {
      try {
        return Optional.of(parser.apply(value.asText()));
      } catch (MalformedValueException | ArithmeticException malformed) {
        // Told below, as any other value that is none.
      }
    }
    wrong(field, expected);
    return Optional.empty();
  }

  /** An object; one without fields where it is absent. */
  StrictFields object(String field, String... known) {
    JsonNode value = node.path(field);
    if (has(field) && !value.isObject()) {
      wrong(field, "an object");
    }
    return new StrictFields(value, at(field), problems).only(known);
  }

  /** An array of objects; empty where it is absent. */
  List<StrictFields> objects(String field, String... known) {
    List<StrictFields> objects = new ArrayList<>();
    JsonNode array = array(field, "objects");
    for (int i = 0; i < array.size(); i++) {
      String place = at(field) + "[" + i + "]";
      if (array.get(i).isObject()) {
        objects.add(new StrictFields(array.get(i), place, problems).only(known));
      } else {
        problems.add("%s: expected an object, not %s".formatted(place, shown(array.get(i))));
      }
    }
    return objects;
  }

  private JsonNode array(String field, String ofWhat) {
    JsonNode array = node.path(field);
    if (has(field) && !array.isArray()) {
      wrong(field, "an array of " + ofWhat);
      return MissingNode.getInstance();
    }
    return array;
  }

  /** An array of texts, each of them parsed; empty where it is absent. */
  <T> List<T> texts(String field, String expected, Function<String, T> parser) {
    List<T> read = new ArrayList<>();
    JsonNode array = array(field, "texts");
    for (int i = 0; i < array.size(); i++) {
      String place = at(field) + "[" + i + "]";
      try {
        if (array.get(i).isTextual() && array.get(i).textValue().length() <= LONGEST_TEXT) {
          read.add(parser.apply(array.get(i).textValue()));
          continue;
        }
      } catch (MalformedValueException malformed) {
        // Told below, as any other value that is none.
      }
      problems.add("%s: expected %s, not %s".formatted(place, expected, shown(array.get(i))));
    }
    return read;
  }

  /** An object whose fields are all texts; empty where it is absent. */
  Map<String, String> textMap(String field) {
    Map<String, String> read = new LinkedHashMap<>();
    StrictFields fields = map(field);
    fields.node.properties().forEach(one -> read.put(one.getKey(), fields.text(one.getKey())));
    return read;
  }

  /** An object whose fields are all whole numbers; empty where it is absent. */
  Map<String, Long> numberMap(String field, long most) {
    Map<String, Long> read = new LinkedHashMap<>();
    StrictFields fields = map(field);
    fields
        .node
        .properties()
        .forEach(
            one -> {
              OptionalLong number = whole(one.getValue(), 0, most);
              if (number.isEmpty()) {
                fields.wrong(one.getKey(), "a whole number from 0 to " + most);
              } else {
                read.put(one.getKey(), number.getAsLong());
              }
            });
    return read;
  }

  private StrictFields map(String field) {
    JsonNode value = node.path(field);
    if (has(field) && !value.isObject()) {
      wrong(field, "an object");
    }
    return new StrictFields(value, at(field), problems);
  }
}
