package io.drover.core.placement;

import io.drover.core.model.MalformedValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A placement constraint, read and compared as swarmkit does ({@code manager/constraint}): values
 * are compared in full and without regard to case, as are the keys but for the label's own name;
 * there are no wildcards. A label that a node doesn't have is empty text, so {@code !=} holds. A
 * key that Swarm doesn't know rules every node out.
 *
 * @param key what is asked for, such as {@code node.labels.tier}
 * @param equal whether it must be the value, or must not
 * @param value the value
 */
public record Constraint(String key, boolean equal, String value) {
  private static final String EXPECTED =
      "a constraint such as node.labels.tier==database or node.role!=manager";
  private static final Pattern KEY =
      Pattern.compile("[a-z_][a-z0-9\\-_.]+", Pattern.CASE_INSENSITIVE);
  private static final Pattern VALUE =
      Pattern.compile("[a-z0-9:\\-_\\s.*()?+\\[\\]\\\\^$|/]+", Pattern.CASE_INSENSITIVE);
  private static final String NODE_LABEL = "node.labels.";
  private static final String ENGINE_LABEL = "engine.labels.";

  public Constraint {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
  }

  /**
   * Reads a constraint.
   *
   * @throws MalformedValueException when Swarm would refuse it
   */
  public static Constraint parse(String text) {
    boolean equal = text.contains("==");
    int operator = text.indexOf(equal ? "==" : "!=");
    if (operator < 0) {
      throw new MalformedValueException(text, EXPECTED);
    }
    String key = text.substring(0, operator).strip();
    String value = text.substring(operator + 2).strip();
    if (!KEY.matcher(key).matches() || !VALUE.matcher(value).matches()) {
      throw new MalformedValueException(text, EXPECTED);
    }
    return new Constraint(key, equal, value);
  }

  /**
   * Those of these that can be read. Swarm has none that it could not read; what comes from
   * elsewhere all the same, Swarm's scheduler passes over.
   */
  public static List<Constraint> readable(List<String> texts) {
    List<Constraint> readable = new ArrayList<>();
    for (String text : texts) {
      try {
        readable.add(parse(text));
      } catch (MalformedValueException passedOver) {
        continue;
      }
    }
    return readable;
  }

  /** Whether a node meets it. */
  public boolean allows(NodeTraits node) {
    if (key.equalsIgnoreCase("node.ip")) {
      // Neither operator holds for what is no address.
      return IpRange.parse(value)
          .map(range -> range.contains(node.address()) == equal)
          .orElse(false);
    }
    return actual(node).map(has -> has.equalsIgnoreCase(value) == equal).orElse(false);
  }

  private Optional<String> actual(NodeTraits node) {
    if (names(NODE_LABEL)) {
      return Optional.of(node.labels().getOrDefault(key.substring(NODE_LABEL.length()), ""));
    }
    if (names(ENGINE_LABEL)) {
      return Optional.of(
          node.engineLabels().getOrDefault(key.substring(ENGINE_LABEL.length()), ""));
    }
    return switch (key.toLowerCase(Locale.ROOT)) {
      case "node.id" -> Optional.of(node.id());
      case "node.hostname" -> Optional.of(node.hostname());
      case "node.role" -> Optional.of(node.role());
      case "node.platform.os" -> Optional.of(node.platform().os());
      case "node.platform.arch" -> Optional.of(node.platform().architecture());
      default -> Optional.empty();
    };
  }

  private boolean names(String prefix) {
    return key.length() > prefix.length() && key.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  /** The value of what tasks are spread over; absent when Swarm ignores such a preference. */
  public static Optional<String> spreadValue(String descriptor, NodeTraits node) {
    Constraint label = new Constraint(descriptor, true, "");
    return label.names(NODE_LABEL) || label.names(ENGINE_LABEL)
        ? label.actual(node)
        : Optional.empty();
  }

  /** As it is written. */
  @Override
  public String toString() {
    return key + (equal ? "==" : "!=") + value;
  }
}
