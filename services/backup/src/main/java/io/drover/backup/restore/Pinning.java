package io.drover.backup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.engine.RawJson;

/** Ties a service to one node. */
public final class Pinning {
  private static final String CONSTRAINTS = "/TaskTemplate/Placement/Constraints";

  private Pinning() {}

  /**
   * The spec with the constraint, in place of others that name nodes, which could not be fulfilled
   * at once. All else stays as it is, byte for byte.
   */
  public static RawJson pinned(RawJson spec, String hostname) {
    StringBuilder constraints = new StringBuilder("[");
    for (JsonNode constraint : spec.tree().at(CONSTRAINTS)) {
      String plain = constraint.asText("").replace(" ", "");
      if (!plain.startsWith("node.hostname==") && !plain.startsWith("node.id==")) {
        constraints.append(RawJson.quote(constraint.asText(""))).append(',');
      }
    }
    constraints.append(RawJson.quote("node.hostname==" + hostname)).append(']');
    return spec.with(CONSTRAINTS, constraints.toString());
  }
}
