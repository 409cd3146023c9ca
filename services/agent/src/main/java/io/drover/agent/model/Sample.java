package io.drover.agent.model;

import io.drover.runtime.time.Moment;

/**
 * What the kernel counted for one container at one moment.
 *
 * @param at when it was read
 */
public record Sample(Moment at, CpuTime cpu, Memory memory, Pids pids, Traffic block, Traffic net) {

  /**
   * The same numbers in less memory: what has not changed is the earlier sample's own object. Most
   * of what a container does changes seldom, and a node keeps a minute of each. Compared field by
   * field: a native image may interpret what a record's {@code equals} does.
   */
  public Sample sharing(Sample before) {
    return new Sample(
        at,
        cpu.sharing(before.cpu),
        memory.sharing(before.memory),
        pids.sharing(before.pids),
        block.sharing(before.block),
        net.sharing(before.net));
  }

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
      Field quotaNanoCores) {

    private CpuTime sharing(CpuTime before) {
      CpuTime shared =
          new CpuTime(
              usageNanos.sharing(before.usageNanos),
              periods.sharing(before.periods),
              throttledPeriods.sharing(before.throttledPeriods),
              throttledNanos.sharing(before.throttledNanos),
              quotaNanoCores.sharing(before.quotaNanoCores));
      return shared.usageNanos == before.usageNanos
              && shared.periods == before.periods
              && shared.throttledPeriods == before.throttledPeriods
              && shared.throttledNanos == before.throttledNanos
              && shared.quotaNanoCores == before.quotaNanoCores
          ? before
          : shared;
    }
  }

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

    private Memory sharing(Memory before) {
      Memory shared =
          new Memory(
              usage.sharing(before.usage),
              inactiveFile.sharing(before.inactiveFile),
              rss.sharing(before.rss),
              cache.sharing(before.cache),
              limit.sharing(before.limit),
              oomKills.sharing(before.oomKills));
      return shared.usage == before.usage
              && shared.inactiveFile == before.inactiveFile
              && shared.rss == before.rss
              && shared.cache == before.cache
              && shared.limit == before.limit
              && shared.oomKills == before.oomKills
          ? before
          : shared;
    }

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
  public record Pids(Field current, Field limit) {

    private Pids sharing(Pids before) {
      Pids shared = new Pids(current.sharing(before.current), limit.sharing(before.limit));
      return shared.current == before.current && shared.limit == before.limit ? before : shared;
    }
  }

  /**
   * Bytes moved since it began.
   *
   * @param in read or received
   * @param out written or sent
   */
  public record Traffic(Field in, Field out) {

    private Traffic sharing(Traffic before) {
      Traffic shared = new Traffic(in.sharing(before.in), out.sharing(before.out));
      return shared.in == before.in && shared.out == before.out ? before : shared;
    }
  }
}
