package io.drover.core.policy;

import io.drover.core.model.Bandwidth;
import java.util.Objects;

/**
 * What a task takes of a node beyond CPU and memory, and whether it may be moved.
 *
 * @param iops storage operations a second; 0 takes nothing of the node's budget
 * @param bandwidth network; zero takes nothing of the node's budget
 * @param rebalance whether tasks may be moved to even nodes out
 */
public record PlacePolicy(long iops, Bandwidth bandwidth, Rebalance rebalance) implements Concern {

  /** Whether tasks may be moved. */
  public enum Rebalance {
    OFF,
    AUTO
  }

  public PlacePolicy {
    Objects.requireNonNull(bandwidth, "bandwidth");
    Objects.requireNonNull(rebalance, "rebalance");
  }
}
