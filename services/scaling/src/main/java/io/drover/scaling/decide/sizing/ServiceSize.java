package io.drover.scaling.decide.sizing;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.ServiceView;
import io.drover.scaling.decide.sizing.RightSize.Amount;

/**
 * A service's tasks as they are and as they should be.
 *
 * @param service full name
 * @param shortName its name within its stack
 * @param tasks how many there are to be
 * @param pids limit of processes and threads; 0 for none
 * @param cpu in millicores
 * @param memory in bytes
 */
public record ServiceSize(
    String service, String shortName, int tasks, long pids, RightSize cpu, RightSize memory) {

  /**
   * Sizes a service by what it used.
   *
   * @param tasks how many there are to be
   */
  public static ServiceSize of(ServiceView service, int tasks, UsedHour used) {
    String prefix = service.stack().map(stack -> stack + "_").orElse("");
    return new ServiceSize(
        service.name(),
        service.name().startsWith(prefix)
            ? service.name().substring(prefix.length())
            : service.name(),
        tasks,
        service.limits().pids().orElse(0L),
        SizingRules.CPU.size(
            used.cpu(),
            Amount.of(service.reservations().cpu().map(Cpu::millicores).orElse(0L)),
            Amount.of(service.limits().cpu().map(Cpu::millicores).orElse(0L))),
        SizingRules.MEMORY.size(
            used.memory(),
            Amount.of(service.reservations().memory().map(Bytes::value).orElse(0L)),
            Amount.of(service.limits().memory().map(Bytes::value).orElse(0L))));
  }

  /** Whether anything should be changed. */
  public boolean changes() {
    return cpu.changes() || memory.changes();
  }

  /** What to write in the stack file. */
  public String snippet() {
    return SizingText.snippet(shortName, cpu, memory, pids);
  }
}
