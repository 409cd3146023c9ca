package io.drover.health.decide.state;

import io.drover.core.model.Reading;
import java.time.Duration;
import java.util.List;

/**
 * What a node's agent says of it.
 *
 * @param nodeId the node
 * @param ahead how far its clock is ahead of ours; negative when it is behind
 * @param memory bytes
 * @param processes processes and threads
 * @param disks bytes of file systems
 */
public record AgentFacts(
    String nodeId,
    Duration ahead,
    Reading<Fill> memory,
    Reading<Fill> processes,
    List<Disk> disks) {
  public AgentFacts {
    disks = List.copyOf(disks);
  }

  /**
   * How full something is.
   *
   * @param used in use
   * @param total what there is; more than 0
   */
  public record Fill(long used, long total) {
    /** In whole percent, rounded down. */
    public int percent() {
      return (int) (100.0 * used / total);
    }
  }

  /**
   * A file system.
   *
   * @param name what it holds
   * @param fill how full it is
   */
  public record Disk(String name, Fill fill) {}
}
