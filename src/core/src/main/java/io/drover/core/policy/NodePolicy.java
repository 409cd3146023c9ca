package io.drover.core.policy;

import io.drover.core.model.Bytes;
import java.util.List;
import java.util.SortedSet;

/**
 * Tuning of a service's containers that Swarm has no option for; agents apply it on their node.
 *
 * @param settings what is set, and nothing else; at least one, each kind at most once
 */
public record NodePolicy(List<Setting> settings) implements Concern {

  /** One thing that is set. */
  public sealed interface Setting {

    /** The processors that a container may run on, by number. */
    record Cpus(SortedSet<Integer> numbers) implements Setting {}

    /** So many processors for each container alone; which, the agent of its node chooses. */
    record ExclusiveCpus(int count) implements Setting {
      public ExclusiveCpus {
        if (count < 1) {
          throw new IllegalArgumentException("exclusive processors must be some: " + count);
        }
      }
    }

    /** The NUMA nodes whose memory a container may use, by number. */
    record NumaNodes(SortedSet<Integer> numbers) implements Setting {}

    /** Memory and swap together. */
    record MemoryAndSwap(Bytes limit) implements Setting {}

    /** As much swap as the node has. */
    record UnlimitedSwap() implements Setting {}

    /** How likely the kernel ends it when memory runs out: -1000 (never) to 1000 (first). */
    record OomScore(int adjustment) implements Setting {}

    /** Weight of its CPU time against others'; 1024 is usual. */
    record CpuShares(int shares) implements Setting {}
  }

  public NodePolicy {
    settings = List.copyOf(settings);
    if (settings.isEmpty()) {
      throw new IllegalArgumentException("node tuning needs a setting");
    }
  }
}
