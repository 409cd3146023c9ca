package io.drover.scaling.decide.vertical;

import java.time.Duration;
import java.time.Instant;

/**
 * What is remembered of a service's use: every CPU sample, and one peak of memory for each day.
 * Implements section 3 of {@code vpa-algorithm.md}; confined to one evaluation.
 */
final class Usage {
  static final Duration INTERVAL = Duration.ofHours(24);
  private static final double CPU_WEIGHT = 0.1;
  private static final double MEMORY_WEIGHT = 1.0;
  private static final double OOM_BUMP = 1.2;
  private static final long LEAST_BUMP = 100L << 20;
  private static final double MILLI = 1000.0;
  private static final double MINUTES_PER_DAY = 24 * 60;

  private final Histogram cpu = new Histogram(Buckets.CPU);
  private final Histogram memory = new Histogram(Buckets.MEMORY);
  private long cpuSamples;
  private Instant firstCpu = Instant.MAX;
  private Instant lastCpu = Instant.MIN;
  private Instant lastMemory = Instant.MIN;
  private Instant windowEnd = Instant.MIN;
  private long usagePeak;
  private long oomPeak;

  Histogram cpu() {
    return cpu;
  }

  Histogram memory() {
    return memory;
  }

  /** A CPU sample that is not newer than the last one is dropped. */
  void addCpu(long millicores, Instant at) {
    if (!at.isAfter(lastCpu)) {
      return;
    }
    cpu.add(millicores / MILLI, CPU_WEIGHT, at);
    firstCpu = at.isBefore(firstCpu) ? at : firstCpu;
    lastCpu = at;
    cpuSamples++;
  }

  /** A memory sample that is older than the last one is dropped. */
  void addMemory(long bytes, Instant at) {
    if (!at.isBefore(lastMemory)) {
      peak(bytes, at, false);
    }
  }

  /** The kernel killed a container that had this much memory at its disposal. */
  void addOomKill(long bytes, Instant at) {
    if (lastMemory.isAfter(Instant.MIN) && at.isBefore(lastMemory.minus(INTERVAL))) {
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
      memory.subtract(known, MEMORY_WEIGHT, windowEnd);
    } else {
      long intervals = Duration.between(windowEnd, at).dividedBy(INTERVAL) + 1;
      windowEnd = windowEnd.plus(INTERVAL.multipliedBy(intervals));
      usagePeak = 0;
      oomPeak = 0;
    }
    memory.add(bytes, MEMORY_WEIGHT, windowEnd);
    if (oom) {
      oomPeak = bytes;
    } else {
      usagePeak = bytes;
    }
  }

  /** Days' worth of samples, one a minute. */
  double confidence() {
    if (cpuSamples == 0) {
      return 0;
    }
    double days = Duration.between(firstCpu, lastCpu).toMillis() / (double) INTERVAL.toMillis();
    return Math.min(days, cpuSamples / MINUTES_PER_DAY);
  }

  /** How long it is known that the service runs. */
  Duration knownFor(Instant now) {
    return cpuSamples == 0 ? Duration.ZERO : Duration.between(firstCpu, now);
  }
}
