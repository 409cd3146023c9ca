package io.drover.agent.model.profile;

import java.util.List;

/**
 * The node profile of the reference document, section "Performance Optimization".
 *
 * <p>Its drop-in for docker.service is not written as it stands there: {@code
 * CPUSchedulingPolicy=1} is no name that systemd knows (they are other, batch, idle, fifo and rr);
 * fifo, which the kernel numbers 1, at priority 99 would put the engine before the kernel's own
 * threads, and hand that on to whatever it starts; {@code IOSchedulingClass=1} is the real-time
 * class, before which all other disk traffic starves. What is meant, the engine before its
 * containers, is said by a small nice value and the best-effort class, in which the document's
 * priority of 4 stands.
 */
public final class Profile {
  /** The drop-in's file. */
  public static final String DROP_IN_FILE = "systemd/docker.service.d/drover.conf";

  /** What the engine's nice value should be. */
  public static final int NICE = -5;

  /** The drop-in's content. */
  public static final String DROP_IN =
      """
      # Written by Drover (drover node apply); drover node revert takes it away.
      [Service]
      Nice=-5
      IOSchedulingClass=best-effort
      IOSchedulingPriority=4
      """;

  /** The performance governor, of each processor that has one. */
  public static final String GOVERNOR = "performance";

  /** Kernel settings. */
  public static final List<Knob> SYSCTLS =
      List.of(
          new Knob("vm.swappiness", "10", List.of("proc/sys/vm/swappiness")),
          new Knob("vm.vfs_cache_pressure", "50", List.of("proc/sys/vm/vfs_cache_pressure")),
          new Knob(
              "vm.dirty_ratio",
              "15",
              List.of("proc/sys/vm/dirty_ratio"),
              "proc/sys/vm/dirty_bytes"),
          new Knob(
              "vm.dirty_background_ratio",
              "5",
              List.of("proc/sys/vm/dirty_background_ratio"),
              "proc/sys/vm/dirty_background_bytes"),
          // Linux 5.13 moved it to debugfs.
          new Knob(
              "kernel.sched_migration_cost_ns",
              "5000000",
              List.of(
                  "proc/sys/kernel/sched_migration_cost_ns",
                  "sys/kernel/debug/sched/migration_cost_ns")));

  private Profile() {}
}
