package io.drover.agent.model;

import java.util.List;
import java.util.Map;

/**
 * A node as its kernel describes it.
 *
 * @param cores processors that it has, as the scheduler counts them
 * @param online which of them are in use; empty when unknown
 * @param sockets physical packages that they are on
 * @param physicalCores cores that they are threads of
 * @param memory bytes of memory that it has
 * @param memoryAvailable bytes that can be had without swapping
 * @param swap bytes of swap space
 * @param swapFree bytes of it that are free
 * @param load load averages over 1, 5 and 15 minutes as the kernel writes them; empty when unknown
 * @param numa its NUMA nodes, by number; empty when the kernel has none
 * @param kernel the kernel's release
 * @param cgroupVersion 1 or 2
 * @param settings kernel settings by their sysctl name
 */
public record NodeFacts(
    Field cores,
    IndexSet online,
    Field sockets,
    Field physicalCores,
    Field memory,
    Field memoryAvailable,
    Field swap,
    Field swapFree,
    List<String> load,
    List<NumaNode> numa,
    String kernel,
    int cgroupVersion,
    Map<String, String> settings) {

  /**
   * One NUMA node.
   *
   * @param number its number
   * @param cpus its processors, for example {@code 0-11,24-35}
   * @param memory its bytes of memory
   */
  public record NumaNode(int number, String cpus, Field memory) {}
}
