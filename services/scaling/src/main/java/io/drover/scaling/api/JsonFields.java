package io.drover.scaling.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Durations;
import io.drover.core.model.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Reads the fields of one JSON object and collects what is wrong with them, each with its path, so
 * that a request is answered with all of its mistakes at once.
 */
final class JsonFields {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private static final String A_QUANTITY = "a quantity such as 500m, 1Gi or 2.5";
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final JsonNode node;
  private final String path;
  private final List<String> problems;

  private JsonFields(JsonNode node, String path, List<String> problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  /** Reads a document; what is wrong is added to {@code problems}. */
  static JsonFields of(JsonNode document, List<String> problems) {
    JsonFields fields = new JsonFields(document, "", problems);
    if (!document.isObject()) {
      problems.add("expected a JSON object");
      return new JsonFields(MissingNode.getInstance(), "", problems);
    }
    return fields;
  }

  boolean has(String name) {
    return !node.path(name).isMissingNode() && !node.path(name).isNull();
  }

  JsonNode raw(String name) {
    return node.path(name);
  }

  JsonFields object(String name) {
    JsonNode child = node.path(name);
    if (has(name) && !child.isObject()) {
      problem(name, "expected an object");
      child = MissingNode.getInstance();
    }
    return new JsonFields(child, at(name), problems);
  }

  List<JsonFields> objects(String name) {
    List<JsonFields> found = new ArrayList<>();
    JsonNode child = node.path(name);
    if (has(name) && !child.isArray()) {
      problem(name, "expected an array");
      return found;
    }
    for (int i = 0; i < child.size(); i++) {
      String element = at(name) + "[" + i + "]";
      if (child.get(i).isObject()) {
        found.add(new JsonFields(child.get(i), element, problems));
      } else {
        problems.add(element + ": expected an object");
      }
    }
    return found;
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  String text(String name, String otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (!node.path(name).isTextual()) {
      problem(name, "expected a string");
      return otherwise;
    }
    return node.path(name).textValue();
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    JsonNode array = node.path(name);
    if (has(name) && !array.isArray()) {
      problem(name, "expected an array");
    }
    for (JsonNode text : array) {
      if (text.isTextual()) {
        texts.add(text.textValue());
      } else {
        problem(name, "expected strings");
      }
    }
    return texts;
  }

  boolean bool(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (!node.path(name).isBoolean()) {
      problem(name, "expected true or false");
      return otherwise;
    }
    return node.path(name).booleanValue();
  }

  /** A whole number within bounds, or {@code otherwise} when it is absent or wrong. */
  int integer(String name, int least, int most, int otherwise) {
    return integer(name, least, most).orElse(otherwise);
  }

  OptionalInt integer(String name, int least, int most) {
    if (!has(name)) {
      return OptionalInt.empty();
    }
    JsonNode value = node.path(name);
    if (!value.isNumber()
        || !value.canConvertToExactIntegral()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      problem(
          name,
          most == Integer.MAX_VALUE
              ? "expected a whole number of at least " + least
              : "expected a whole number from " + least + " to " + most);
      return OptionalInt.empty();
    }
    return OptionalInt.of(value.intValue());
  }

  double fraction(String name, double otherwise) {
    return parsed(
        name, otherwise, text -> notNegative(new BigDecimal(text)), "a number of at least 0");
  }

  /** A Kubernetes quantity of at least 0, as a plain double. */
  double quantityAsDouble(String name, double otherwise) {
    return parsed(
        name,
        otherwise,
        text -> notNegative(Quantity.parse(text).amount()),
        "a quantity of at least 0");
  }

  private static double notNegative(BigDecimal value) {
    if (value.signum() < 0) {
      throw new IllegalArgumentException("negative");
    }
    return value.doubleValue();
  }

  /** A Kubernetes quantity in thousandths; saturates at the bounds of 64 bits. */
  long milli(String name, long otherwise) {
    return parsed(name, otherwise, text -> Quantity.parse(text).milliValue(), A_QUANTITY);
  }

  /** An array of quantities in thousandths. */
  List<Long> millis(String name) {
    List<Long> values = new ArrayList<>();
    JsonNode array = node.path(name);
    if (has(name) && !array.isArray()) {
      problem(name, "expected an array");
      return values;
    }
    for (int i = 0; i < array.size(); i++) {
      ObjectNode element = JsonNodeFactory.instance.objectNode();
      String field = name + "[" + i + "]";
      if (array.get(i).isNull()) {
        problem(field, "expected " + A_QUANTITY);
      }
      element.set(field, array.get(i));
      values.add(new JsonFields(element, path, problems).milli(field, 0));
    }
    return values;
  }

  Instant instant(String name, Instant otherwise) {
    return parsed(name, otherwise, JsonFields::time, "a time such as 2026-01-01T12:00:00Z");
  }

  /** Times far off would leave the range of what can be calculated with. */
  private static Instant time(String text) {
    Instant time = Instant.parse(text);
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new IllegalArgumentException("out of range");
    }
    return time;
  }

  Duration duration(String name, Duration otherwise) {
    return parsed(name, otherwise, JsonFields::length, "a duration such as 30s or 5m");
  }

  private static Duration length(String text) {
    Duration length = Durations.parse(text);
    if (length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return length;
  }

  void require(String name) {
    if (!has(name)) {
      problem(name, "is missing");
    }
  }

  void problem(String name, String what) {
    problems.add(at(name) + ": " + what);
  }

  private <T> T parsed(String name, T otherwise, Function<String, T> parser, String expected) {
    if (!has(name)) {
      return otherwise;
    }
    JsonNode value = node.path(name);
    if (!value.isTextual() && !value.isNumber()) {
      problem(name, "expected " + expected);
      return otherwise;
    }
    try {
      return parser.apply(value.asText());
    } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
      problem(name, "\"" + value.asText() + "\" is not " + expected);
      return otherwise;
    }
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
