package io.drover.health.decide.state;

import java.util.List;

/**
 * How a node is.
 *
 * @param facts the node
 * @param agent whether its agent answered
 * @param findings what is wrong
 */
public record NodeHealth(NodeFacts facts, boolean agent, List<Finding> findings) {
  public NodeHealth {
    findings = List.copyOf(findings);
  }

  /** The worst of it. */
  public Level level() {
    return Level.worst(findings);
  }
}
