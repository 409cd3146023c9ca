package io.drover.failover.mirror.decide;

import io.drover.failover.mirror.Standby;
import io.drover.failover.mirror.Subnet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A placement constraint, as swarmkit compares it: in full, without regard to case but for a
 * label's name; a label that a node lacks is empty text; a key that nobody knows admits no node.
 */
final class Constraint {
  private static final Pattern SYNTAX = Pattern.compile("\\s*([^=!\\s]+)\\s*(==|!=)\\s*(.*?)\\s*");
  private static final String NODE_LABEL = "node.labels.";
  private static final String ENGINE_LABEL = "engine.labels.";

  private Constraint() {}

  static boolean admits(String text, Standby.Node node) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      return false;
    }
    String value = parts.group(3);
    boolean equal = parts.group(2).equals("==");
    if (parts.group(1).equalsIgnoreCase("node.ip")) {
      return isIn(value, node.view().address()) == equal;
    }
    return found(parts.group(1), node)
        .map(found -> found.equalsIgnoreCase(value) == equal)
        .orElse(false);
  }

  private static boolean isIn(String range, String address) {
    Optional<Subnet> own = single(address);
    Optional<Subnet> all = range.contains("/") ? Subnet.parse(range) : single(range);
    return own.isPresent() && all.isPresent() && all.get().overlaps(own.get());
  }

  private static Optional<Subnet> single(String address) {
    return Subnet.parse(address + (address.contains(":") ? "/128" : "/32"));
  }

  private static Optional<String> found(String key, Standby.Node node) {
    String lower = key.toLowerCase(Locale.ROOT);
    if (lower.startsWith(NODE_LABEL)) {
      return label(node.view().labels(), key, NODE_LABEL);
    }
    if (lower.startsWith(ENGINE_LABEL)) {
      return label(node.engineLabels(), key, ENGINE_LABEL);
    }
    return switch (lower) {
      case "node.id" -> Optional.of(node.view().id());
      case "node.hostname" -> Optional.of(node.view().hostname());
      case "node.role" -> Optional.of(node.view().role());
      case "node.platform.os" -> Optional.of(node.os());
      case "node.platform.arch" -> Optional.of(node.architecture());
      default -> Optional.empty();
    };
  }

  private static Optional<String> label(Map<String, String> labels, String key, String prefix) {
    return Optional.of(labels.getOrDefault(key.substring(prefix.length()), ""));
  }
}
