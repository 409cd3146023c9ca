package io.drover.scaling.decide.vertical;

import java.time.Duration;
import java.time.Instant;

/**
 * Takes one task's samples into its service's {@link Usage}: late ones are dropped, and of memory
 * only one peak a day counts. Section 3 of {@code vpa-algorithm.md}; for one thread.
 */
public final class Intake {
  private static final double MEMORY_WEIGHT = 1.0;
  private static final double OOM_BUMP = 1.2;
  private static final long LEAST_BUMP = 100L << 20;

  private final Usage usage;
  private Instant lastCpu = Instant.MIN;
  private Instant lastMemory = Instant.MIN;
  private Instant windowEnd = Instant.MIN;
  private long usagePeak;
  private long oomPeak;

  Intake(Usage usage) {
    this.usage = usage;
  }

  Intake(Usage usage, State state) {
    this.usage = usage;
    lastCpu = state.lastCpu();
    lastMemory = state.lastMemory();
    windowEnd = state.windowEnd();
    usagePeak = state.usagePeak();
    oomPeak = state.oomPeak();
  }

  Intake feeding(Usage other) {
    return new Intake(other, state());
  }

  State state() {
    return new State(lastCpu, lastMemory, windowEnd, usagePeak, oomPeak);
  }

  /**
   * Where a task's samples go on.
   *
   * @param lastCpu when its last CPU sample was
   * @param lastMemory when its last memory sample was
   * @param windowEnd the end of the day that its peak is of
   * @param usagePeak highest use of that day, in bytes
   * @param oomPeak what a kill on that day stands for, in bytes
   */
  public record State(
      Instant lastCpu, Instant lastMemory, Instant windowEnd, long usagePeak, long oomPeak) {}

  /** A CPU sample that is not newer than the last one is dropped. */
  public void cpu(long millicores, Instant at) {
    if (at.isAfter(lastCpu)) {
      usage.addCpu(millicores, at);
      lastCpu = at;
    }
  }

  /** A memory sample that is older than the last one is dropped. */
  public void memory(long bytes, Instant at) {
    if (!at.isBefore(lastMemory)) {
      peak(bytes, at, false);
    }
  }

  /** The kernel killed it when it had this much memory at its disposal. */
  public void oomKill(long bytes, Instant at) {
    if (lastMemory.isAfter(Instant.MIN) && at.isBefore(lastMemory.minus(Usage.INTERVAL))) {
      return;
    }
    long used = Math.max(bytes, usagePeak);
    peak(Math.max(used + LEAST_BUMP, Amounts.scale(used, OOM_BUMP)), at, true);
  }

  private void peak(long bytes, Instant at, boolean oom) {
    lastMemory = at;
    if (windowEnd.equals(Instant.MIN)) {
      windowEnd = at;
    }
    long known = Math.max(usagePeak, oomPeak);
    if (at.isBefore(windowEnd)) {
      if (known == 0 || bytes <= known) {
        return;
      }
      usage.memory().subtract(known, MEMORY_WEIGHT, windowEnd);
    } else {
      long intervals = Duration.between(windowEnd, at).dividedBy(Usage.INTERVAL) + 1;
      windowEnd = windowEnd.plus(Usage.INTERVAL.multipliedBy(intervals));
      usagePeak = 0;
      oomPeak = 0;
    }
    usage.memory().add(bytes, MEMORY_WEIGHT, windowEnd);
    if (oom) {
      oomPeak = bytes;
    } else {
      usagePeak = bytes;
    }
  }
}
