package io.drover.health.decide.state;

import io.drover.core.model.NodeView;
import io.drover.core.placement.NodeTraits;
import io.drover.core.placement.Platform;
import java.util.Map;

/**
 * A node with what decides which tasks it takes.
 *
 * @param view the node
 * @param reachability of a manager, as the other managers find it: reachable, unreachable, unknown;
 *     empty text for a worker
 * @param platform what it runs on
 * @param engineLabels labels of its engine
 * @param message why it is in its state, if the managers say so
 */
public record NodeFacts(
    NodeView view,
    String reachability,
    Platform platform,
    Map<String, String> engineLabels,
    String message) {
  public NodeFacts {
    engineLabels = Map.copyOf(engineLabels);
  }

  /** What constraints can ask of it. */
  public NodeTraits traits() {
    return NodeTraits.of(view, platform, engineLabels);
  }

  /** Whether it is among the managers. */
  public boolean isManager() {
    return view.role().equals("manager");
  }

  /** Whether the other managers reach it, so that its vote counts. */
  public boolean isReachableManager() {
    return isManager() && (reachability.equals("reachable") || view.leader());
  }

  /**
   * Whether an agent is to run there: Swarm gives a drained node no task, not even a global one.
   */
  public boolean hasAgent() {
    return view.isReady() && !view.availability().equals("drain");
  }
}
