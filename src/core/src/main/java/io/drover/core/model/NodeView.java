package io.drover.core.model;

import java.util.Map;

/**
 * One node as a manager reports it.
 *
 * @param id node id
 * @param hostname its host name
 * @param version the version index that an update must name
 * @param role manager or worker, as the Engine API writes it
 * @param availability active, pause or drain
 * @param state ready, down, disconnected or unknown
 * @param address address that the manager sees it under; empty text when it doesn't say
 * @param leader whether it leads the managers
 * @param labels node labels
 * @param cpu processor time it offers
 * @param memory memory it offers
 */
public record NodeView(
    String id,
    String hostname,
    long version,
    String role,
    String availability,
    String state,
    String address,
    boolean leader,
    Map<String, String> labels,
    Cpu cpu,
    Bytes memory) {
  public NodeView {
    labels = Map.copyOf(labels);
  }

  /** Whether its agent can be expected to answer. */
  public boolean isReady() {
    return state.equals("ready");
  }
}
