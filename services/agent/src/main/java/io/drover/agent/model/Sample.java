package io.drover.agent.model;

import io.drover.runtime.time.Moment;

/**
 * What the kernel counted for one container at one moment.
 *
 * @param at when it was read
 */
public record Sample(Moment at, CpuTime cpu, Memory memory, Pids pids, Traffic block, Traffic net) {

  /**
   * Processor time.
   *
   * @param usageNanos nanoseconds used since it began
   * @param periods enforcement periods in which it wanted to run
   * @param throttledPeriods those of them in which it was stopped at its quota
   * @param throttledNanos how long it was stopped in all
   * @param quotaNanoCores its limit, in billionths of a core
   */
  public record CpuTime(
      Field usageNanos,
      Field periods,
      Field throttledPeriods,
      Field throttledNanos,
      Field quotaNanoCores) {}

  /**
   * Memory, in bytes.
   *
   * @param usage all that is charged to it
   * @param inactiveFile the part of it that the kernel can drop at once
   * @param rss anonymous memory
   * @param cache page cache
   * @param limit its limit
   * @param oomKills processes that the kernel ended for want of memory
   */
  public record Memory(
      Field usage, Field inactiveFile, Field rss, Field cache, Field limit, Field oomKills) {

    /** Usage without what can be dropped at once; cAdvisor's and the kubelet's definition. */
    public Field workingSet() {
      if (usage instanceof Field.Known(long used)
          && inactiveFile instanceof Field.Known(long inactive)) {
        return Field.known(Math.max(0, used - inactive));
      }
      return usage instanceof Field.Unknown ? usage : inactiveFile;
    }
  }

  /**
   * Processes and threads.
   *
   * @param current how many there are
   * @param limit how many there may be
   */
  public record Pids(Field current, Field limit) {}

  /**
   * Bytes moved since it began.
   *
   * @param in read or received
   * @param out written or sent
   */
  public record Traffic(Field in, Field out) {}
}
