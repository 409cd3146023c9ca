package io.drover.core.model;

import java.util.Objects;
import java.util.Optional;

/**
 * What a task reserves or is limited to. An absent part is not declared, which is not the same as
 * zero.
 */
public final class Resources {
  /** Nothing declared. */
  public static final Resources NONE = new Resources(null, null, null);

  private final Cpu cpu;
  private final Bytes memory;
  private final Long pids;

  private Resources(Cpu cpu, Bytes memory, Long pids) {
    this.cpu = cpu;
    this.memory = memory;
    this.pids = pids;
  }

  /** These resources, with this much CPU. */
  public Resources withCpu(Cpu amount) {
    return new Resources(Objects.requireNonNull(amount, "cpu"), memory, pids);
  }

  /** These resources, with this much memory. */
  public Resources withMemory(Bytes amount) {
    return new Resources(cpu, Objects.requireNonNull(amount, "memory"), pids);
  }

  /** These resources, with this limit of processes and threads; only limits have one. */
  public Resources withPids(long limit) {
    return new Resources(cpu, memory, limit);
  }

  /** These resources, but what the change declares as the change has it. */
  public Resources overlaidWith(Resources change) {
    return new Resources(
        change.cpu == null ? cpu : change.cpu,
        change.memory == null ? memory : change.memory,
        change.pids == null ? pids : change.pids);
  }

  public Optional<Cpu> cpu() {
    return Optional.ofNullable(cpu);
  }

  public Optional<Bytes> memory() {
    return Optional.ofNullable(memory);
  }

  /** The number of processes and threads. */
  public Optional<Long> pids() {
    return Optional.ofNullable(pids);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Resources that
        && Objects.equals(cpu, that.cpu)
        && Objects.equals(memory, that.memory)
        && Objects.equals(pids, that.pids);
  }

  @Override
  public int hashCode() {
    return Objects.hash(cpu, memory, pids);
  }

  @Override
  public String toString() {
    return "cpu=" + cpu + ",memory=" + memory + ",pids=" + pids;
  }
}
