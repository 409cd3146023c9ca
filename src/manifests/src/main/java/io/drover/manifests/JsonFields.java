package io.drover.manifests;

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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the fields of one JSON object and reports what is wrong with them, each with its place, so
 * that all mistakes are answered at once.
 */
public final class JsonFields {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private static final String A_QUANTITY = "a quantity such as 500m, 1Gi or 2.5";
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final JsonNode node;
  private final Place place;
  private final Mistakes mistakes;

  private JsonFields(JsonNode node, Place place, Mistakes mistakes) {
    this.node = node;
    this.place = place;
    this.mistakes = mistakes;
  }

  /** Reads a document; what is wrong is added to {@code problems}. */
  public static JsonFields of(JsonNode document, List<String> problems) {
    return of(document, Place.ROOT, Mistakes.asText(problems));
  }

  /** Reads an object that stands at a place; what is wrong goes to {@code mistakes}. */
  static JsonFields of(JsonNode object, Place place, Mistakes mistakes) {
    if (!object.isObject()) {
      mistakes.add(place, place.path().isEmpty() ? "expected a JSON object" : "expected an object");
      return new JsonFields(MissingNode.getInstance(), place, mistakes);
    }
    return new JsonFields(object, place, mistakes);
  }

  /** Says which fields there can be; others are mistakes where the reader is strict. */
  public JsonFields only(String... known) {
    if (mistakes.unknownFields()) {
      Set<String> names = Set.of(known);
      for (String name : names()) {
        if (!names.contains(name)) {
          problem(name, "is no field here; there are " + String.join(", ", known));
        }
      }
    }
    return this;
  }

  /** Whether everything that the API server would refuse is to be reported. */
  boolean isStrict() {
    return mistakes.unknownFields();
  }

  /** Whether the field is there, and not null. */
  public boolean has(String name) {
    return !node.path(name).isMissingNode() && !node.path(name).isNull();
  }

  JsonNode raw(String name) {
    return node.path(name);
  }

  /** An object; one without fields where it is absent. */
  public JsonFields object(String name) {
    JsonNode child = node.path(name);
    if (has(name) && !child.isObject()) {
      problem(name, "expected an object");
      child = MissingNode.getInstance();
    }
    return new JsonFields(child, place.field(name), mistakes);
  }

  /** An array of objects; empty where it is absent. */
  public List<JsonFields> objects(String name) {
    List<JsonFields> found = new ArrayList<>();
    JsonNode child = node.path(name);
    if (has(name) && !child.isArray()) {
      problem(name, "expected an array");
      return found;
    }
    for (int i = 0; i < child.size(); i++) {
      Place element = place.field(name).element(i);
      if (child.get(i).isObject()) {
        found.add(new JsonFields(child.get(i), element, mistakes));
      } else {
        mistakes.add(element, "expected an object");
      }
    }
    return found;
  }

  /** The names of all fields. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A string. */
  public String text(String name, String otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (!node.path(name).isTextual()) {
      problem(name, "expected a string");
      return otherwise;
    }
    return node.path(name).textValue();
  }

  /** An array of strings; empty where it is absent. */
  public List<String> texts(String name) {
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

  /** True or false. */
  public boolean bool(String name, boolean otherwise) {
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
  public int integer(String name, int least, int most, int otherwise) {
    return integer(name, least, most).orElse(otherwise);
  }

  /** A whole number within bounds; empty when it is absent or wrong. */
  public OptionalInt integer(String name, int least, int most) {
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

  /** A number of at least 0. */
  public double fraction(String name, double otherwise) {
    return parsed(
        name, otherwise, text -> notNegative(new BigDecimal(text)), "a number of at least 0");
  }

  /** A Kubernetes quantity of at least 0; empty when it is absent or wrong. */
  Optional<Quantity> quantity(String name) {
    return parsed(
        name,
        Optional.empty(),
        text -> {
          Quantity quantity = Quantity.parse(text);
          notNegative(quantity.amount());
          return Optional.of(quantity);
        },
        "a quantity of at least 0");
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
  public long milli(String name, long otherwise) {
    return parsed(name, otherwise, text -> Quantity.parse(text).milliValue(), A_QUANTITY);
  }

  /** An array of quantities in thousandths. */
  public List<Long> millis(String name) {
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
      values.add(new JsonFields(element, place, mistakes).milli(field, 0));
    }
    return values;
  }

  /** A time, RFC 3339 in UTC. */
  public Instant instant(String name, Instant otherwise) {
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

  /** A duration in the grammar of labels. */
  public Duration duration(String name, Duration otherwise) {
    return parsed(name, otherwise, JsonFields::length, "a duration such as 30s or 5m");
  }

  private static Duration length(String text) {
    Duration length = Durations.parse(text);
    if (length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return length;
  }

  /** Reports the field when it is not there. */
  public void require(String name) {
    if (!has(name)) {
      problem(name, "is missing");
    }
  }

  /** Reports a field. */
  public void problem(String name, String what) {
    mistakes.add(place.field(name), what);
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
}
