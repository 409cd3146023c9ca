package io.drover.health.decide.state;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A placement constraint, as swarmkit reads it: values are compared without regard to case, and a
 * label that a node does not have is empty text, which {@code !=} is content with.
 *
 * @param text as it is written
 * @param key what of a node is looked at
 * @param equal whether it must, or must not, be the value
 * @param value the value
 */
record Constraint(String text, String key, boolean equal, String value) {
  private static final String NODE_LABEL = "node.labels.";
  private static final String ENGINE_LABEL = "engine.labels.";

  /** Reads one; absent where swarmkit would not take it either. */
  static Optional<Constraint> parse(String text) {
    int equal = text.indexOf("==");
    int different = text.indexOf("!=");
    int at = equal >= 0 && (different < 0 || equal < different) ? equal : different;
    if (at <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Constraint(
            text.strip(),
            text.substring(0, at).strip(),
            at == equal,
            text.substring(at + 2).strip()));
  }

  boolean allows(NodeFacts node) {
    return value.equalsIgnoreCase(of(node)) == equal;
  }

  private String of(NodeFacts node) {
    String lower = key.toLowerCase(Locale.ROOT);
    if (lower.startsWith(NODE_LABEL)) {
      return label(node.view().labels(), NODE_LABEL);
    }
    if (lower.startsWith(ENGINE_LABEL)) {
      return label(node.engineLabels(), ENGINE_LABEL);
    }
    return switch (lower) {
      case "node.id" -> node.view().id();
      case "node.hostname" -> node.view().hostname();
      case "node.ip" -> node.view().address();
      case "node.role" -> node.view().role();
      case "node.platform.os" -> node.os();
      case "node.platform.arch" -> node.architecture();
      default -> "";
    };
  }

  private String label(Map<String, String> labels, String prefix) {
    return labels.getOrDefault(key.substring(prefix.length()), "");
  }
}
