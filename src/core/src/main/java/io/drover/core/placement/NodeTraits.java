package io.drover.core.placement;

import io.drover.core.model.NodeView;
import java.util.Map;
import java.util.Objects;

/**
 * What constraints can ask of a node.
 *
 * @param id the Swarm's id of it; empty text when there is none
 * @param hostname host name
 * @param role manager or worker; empty text when not told
 * @param address its address; empty text when not told
 * @param platform what it runs on
 * @param labels the node's labels
 * @param engineLabels its engine's labels
 */
public record NodeTraits(
    String id,
    String hostname,
    String role,
    String address,
    Platform platform,
    Map<String, String> labels,
    Map<String, String> engineLabels) {
  public NodeTraits {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(hostname, "hostname");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(platform, "platform");
    labels = Map.copyOf(labels);
    engineLabels = Map.copyOf(engineLabels);
  }

  /** A worker of which nothing but the name and the labels is told. */
  public static NodeTraits of(String hostname, Map<String, String> labels) {
    return new NodeTraits("", hostname, "worker", "", Platform.UNKNOWN, labels, Map.of());
  }

  /** A node as a manager describes it. */
  public static NodeTraits of(NodeView view, Platform platform, Map<String, String> engineLabels) {
    return new NodeTraits(
        view.id(),
        view.hostname(),
        view.role(),
        view.address(),
        platform,
        view.labels(),
        engineLabels);
  }
}
