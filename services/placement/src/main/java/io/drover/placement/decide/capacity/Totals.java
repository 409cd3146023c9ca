package io.drover.placement.decide.capacity;

import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.placement.decide.plan.Amounts;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums over tasks, exact.
 *
 * @param tasks how many tasks
 * @param reserved what they reserve
 * @param limits what they are limited to; a task without a limit adds nothing
 * @param unlimited how many of them have no limit, of each resource
 */
public record Totals(long tasks, Amounts reserved, Resources limits, Unlimited unlimited) {
  /** Of no task. */
  public static final Totals NONE =
      new Totals(
          0,
          Amounts.NOTHING,
          Resources.NONE.withCpu(Cpu.ZERO).withMemory(Bytes.ZERO).withPids(0),
          new Unlimited(0, 0, 0));

  /** Tasks that a sum of limits says nothing of. */
  public record Unlimited(long cpu, long memory, long pids) {}

  /** These, and so many tasks of a service. */
  public Totals and(SizedService service, long count) {
    Resources each = service.limits();
    return new Totals(
        Math.addExact(tasks, count),
        plus(reserved, service.each(), count),
        Resources.NONE
            .withCpu(
                Cpu.ofNanos(
                    plus(
                        limits.cpu().map(Cpu::nanos).orElse(0L),
                        each.cpu().map(Cpu::nanos).orElse(0L),
                        count)))
            .withMemory(
                Bytes.of(
                    plus(
                        limits.memory().map(Bytes::value).orElse(0L),
                        each.memory().map(Bytes::value).orElse(0L),
                        count)))
            .withPids(plus(limits.pids().orElse(0L), each.pids().orElse(0L), count)),
        new Unlimited(
            unlimited.cpu() + (each.cpu().isEmpty() ? count : 0),
            unlimited.memory() + (each.memory().isEmpty() ? count : 0),
            unlimited.pids() + (each.pids().isEmpty() ? count : 0)));
  }

  /** Amounts and so many times others. */
  static Amounts plus(Amounts sum, Amounts each, long count) {
    Map<String, Long> generic = new TreeMap<>(sum.generic());
    each.generic().forEach((kind, amount) -> generic.merge(kind, amount * count, Math::addExact));
    return new Amounts(
        Cpu.ofNanos(plus(sum.cpu().nanos(), each.cpu().nanos(), count)),
        Bytes.of(plus(sum.memory().value(), each.memory().value(), count)),
        plus(sum.iops(), each.iops(), count),
        new Bandwidth(
            plus(sum.bandwidth().bitsPerSecond(), each.bandwidth().bitsPerSecond(), count)),
        generic);
  }

  private static long plus(long sum, long each, long count) {
    return Math.addExact(sum, Math.multiplyExact(each, count));
  }
}
