package io.drover.agent.model.tuning;

import io.drover.core.policy.NodePolicy.Setting;
import java.util.Arrays;
import java.util.Optional;

/** What can be tuned; values are text as the engine and the kernel write them. */
public enum Kind {
  /** Processors, in the kernel's list format; the engine's default is no text. */
  CPUSET("drover.node.cpuset", "CpusetCpus"),
  /** NUMA nodes for memory, in the same format. */
  NUMA("drover.node.numa", "CpusetMems"),
  /** Bytes of memory and swap together; -1 for no limit. */
  MEMSWAP("drover.node.memswap", "MemorySwap"),
  /** Weight of processor time; the engine's default is 0, which the kernel takes for 1024. */
  CPU_SHARES("drover.node.cpu-shares", "CpuShares"),
  /** Adjustment of the out-of-memory score; the engine can set it at a container's start only. */
  OOM_SCORE("drover.node.oom-score", "OomScoreAdj");

  private final String label;
  private final String member;

  Kind(String label, String member) {
    this.label = label;
    this.member = member;
  }

  /** The service label that asks for it. */
  public String label() {
    return label;
  }

  /** The member of a container's {@code HostConfig} that holds it. */
  public String member() {
    return member;
  }

  /** What a setting is about. */
  public static Kind of(Setting setting) {
    return switch (setting) {
      case Setting.Cpus cpus -> CPUSET;
      case Setting.ExclusiveCpus cpus -> CPUSET;
      case Setting.NumaNodes nodes -> NUMA;
      case Setting.MemoryAndSwap limit -> MEMSWAP;
      case Setting.UnlimitedSwap none -> MEMSWAP;
      case Setting.OomScore score -> OOM_SCORE;
      case Setting.CpuShares shares -> CPU_SHARES;
    };
  }

  /** The kind of this name, as {@link #name()} wrote it. */
  public static Optional<Kind> named(String name) {
    return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
  }
}
