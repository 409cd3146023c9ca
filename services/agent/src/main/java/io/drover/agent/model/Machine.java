package io.drover.agent.model;

import java.util.List;

/**
 * A node's processors by NUMA node and core.
 *
 * @param zones its NUMA nodes, by number; one of number 0 where the kernel has none
 */
public record Machine(List<Zone> zones) {

  /**
   * One NUMA node.
   *
   * @param number its number
   * @param cores the processors of each core, which are threads of it
   * @param cpus all its processors
   */
  public record Zone(int number, List<IndexSet> cores, IndexSet cpus) {
    /** One of these cores. */
    public Zone(int number, List<IndexSet> cores) {
      this(number, List.copyOf(cores), IndexSet.union(cores));
    }
  }

  public Machine {
    zones = List.copyOf(zones);
  }

  /** All processors that are in use. */
  public IndexSet cpus() {
    return IndexSet.union(zones.stream().map(Zone::cpus).toList());
  }

  /** The numbers of all NUMA nodes. */
  public IndexSet numbers() {
    return IndexSet.of(zones.stream().map(Zone::number).toList());
  }
}
