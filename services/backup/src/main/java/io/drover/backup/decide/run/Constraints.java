package io.drover.backup.decide.run;

import io.drover.core.model.NodeView;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Placement constraints, as far as it matters which nodes they keep tasks away from. */
public final class Constraints {
  private static final Pattern CONSTRAINT =
      Pattern.compile("\\s*([^=!\\s]+)\\s*(==|!=)\\s*(.*?)\\s*");
  private static final String LABEL = "node.labels.";

  private Constraints() {}

  /**
   * Whether a node may get a task. What can't be told from here, such as labels of the engine,
   * counts as admitting: then more nodes are looked at than need be, never fewer.
   */
  public static boolean admit(List<String> constraints, NodeView node) {
    return constraints.stream().allMatch(constraint -> admits(constraint, node));
  }

  private static boolean admits(String constraint, NodeView node) {
    Matcher parts = CONSTRAINT.matcher(constraint);
    if (!parts.matches()) {
      return true;
    }
    String key = parts.group(1).toLowerCase(Locale.ROOT);
    String found;
    if (key.startsWith(LABEL)) {
      found = node.labels().getOrDefault(parts.group(1).substring(LABEL.length()), "");
    } else {
      switch (key) {
        case "node.id" -> found = node.id();
        case "node.hostname" -> found = node.hostname();
        case "node.role" -> found = node.role();
        default -> {
          return true;
        }
      }
    }
    return found.equalsIgnoreCase(parts.group(3)) == parts.group(2).equals("==");
  }
}
