package io.drover.agent.model;

import java.util.List;

/**
 * How full a node is.
 *
 * @param memory bytes of memory that it has
 * @param memoryAvailable bytes that can be had without swapping
 * @param processes processes and threads that there are
 * @param processLimit most that there can be
 * @param disks its file systems
 */
public record Pressure(
    Field memory, Field memoryAvailable, Field processes, Field processLimit, List<Disk> disks) {
  public Pressure {
    disks = List.copyOf(disks);
  }

  /**
   * A file system.
   *
   * @param path a path on it
   * @param total its bytes
   * @param available bytes that can be had without being root
   */
  public record Disk(String path, Field total, Field available) {}
}
