package io.drover.health.decide.state;

import io.drover.core.model.NodeView;
import java.util.Map;

/**
 * A node with what decides which tasks it takes.
 *
 * @param view the node
 * @param reachability of a manager, as the other managers find it: reachable, unreachable, unknown;
 *     empty text for a worker
 * @param os operating system, by Go's name
 * @param architecture processor architecture, by Go's or the kernel's name
 * @param engineLabels labels of its engine
 * @param message why it is in its state, if the managers say so
 */
public record NodeFacts(
    NodeView view,
    String reachability,
    String os,
    String architecture,
    Map<String, String> engineLabels,
    String message) {
  public NodeFacts {
    engineLabels = Map.copyOf(engineLabels);
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
