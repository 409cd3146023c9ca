package io.drover.backup.decide.run;

import io.drover.core.model.NodeView;
import io.drover.core.placement.Constraint;
import io.drover.core.placement.NodeTraits;
import io.drover.core.placement.Platform;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Placement constraints, as far as it matters which nodes they keep tasks away from. */
public final class Constraints {
  private static final String LABEL = "node.labels.";
  private static final Set<String> TOLD = Set.of("node.id", "node.hostname", "node.role");

  private Constraints() {}

  /**
   * Whether a node may get a task. What can't be told from here, such as labels of the engine,
   * counts as admitting: then more nodes are looked at than need be, never fewer.
   */
  public static boolean admit(List<String> constraints, NodeView node) {
    NodeTraits traits = NodeTraits.of(node, Platform.UNKNOWN, Map.of());
    return Constraint.readable(constraints).stream()
        .filter(Constraints::isTold)
        .allMatch(constraint -> constraint.allows(traits));
  }

  private static boolean isTold(Constraint constraint) {
    String key = constraint.key().toLowerCase(Locale.ROOT);
    return key.startsWith(LABEL) || TOLD.contains(key);
  }
}
