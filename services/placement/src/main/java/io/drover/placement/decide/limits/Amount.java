package io.drover.placement.decide.limits;

import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import java.util.OptionalLong;

/** One of the amounts that a task is given, counted in whole small units. */
public enum Amount {
  /** Nano-cores. */
  CPU_LIMIT("limits.cpu"),
  /** Bytes. */
  MEMORY_LIMIT("limits.memory"),
  /** Processes and threads. */
  PIDS_LIMIT("limits.pids"),
  /** Nano-cores. */
  CPU_RESERVATION("reservations.cpu"),
  /** Bytes. */
  MEMORY_RESERVATION("reservations.memory");

  private final String word;

  Amount(String word) {
    this.word = word;
  }

  /** As it is written in labels and answers: {@code limits.cpu}. */
  public String word() {
    return word;
  }

  /** Whether a container is held to it; reservations are the scheduler's alone. */
  public boolean isLimit() {
    return this == CPU_LIMIT || this == MEMORY_LIMIT || this == PIDS_LIMIT;
  }

  /** The limit of the same resource. */
  Amount limit() {
    return switch (this) {
      case CPU_RESERVATION -> CPU_LIMIT;
      case MEMORY_RESERVATION -> MEMORY_LIMIT;
      case CPU_LIMIT, MEMORY_LIMIT, PIDS_LIMIT -> this;
    };
  }

  /** How much of it there is, if any. */
  public OptionalLong of(Allotment allotment) {
    Resources limits = allotment.limits();
    Resources reservations = allotment.reservations();
    return switch (this) {
      case CPU_LIMIT -> limits.cpu().stream().mapToLong(Cpu::nanos).findFirst();
      case MEMORY_LIMIT -> limits.memory().stream().mapToLong(Bytes::value).findFirst();
      case PIDS_LIMIT -> limits.pids().stream().mapToLong(Long::longValue).findFirst();
      case CPU_RESERVATION -> reservations.cpu().stream().mapToLong(Cpu::nanos).findFirst();
      case MEMORY_RESERVATION -> reservations.memory().stream().mapToLong(Bytes::value).findFirst();
    };
  }

  /** The allotment with this much of it. */
  public Allotment in(Allotment allotment, long units) {
    Resources limits = allotment.limits();
    Resources reservations = allotment.reservations();
    return switch (this) {
      case CPU_LIMIT -> new Allotment(reservations, limits.withCpu(Cpu.ofNanos(units)));
      case MEMORY_LIMIT -> new Allotment(reservations, limits.withMemory(Bytes.of(units)));
      case PIDS_LIMIT -> new Allotment(reservations, limits.withPids(units));
      case CPU_RESERVATION -> new Allotment(reservations.withCpu(Cpu.ofNanos(units)), limits);
      case MEMORY_RESERVATION -> new Allotment(reservations.withMemory(Bytes.of(units)), limits);
    };
  }

  /** For people: {@code 500m}, {@code 320Mi}, {@code 50}. */
  public String shown(long units) {
    return switch (this) {
      case CPU_LIMIT, CPU_RESERVATION -> Cpu.ofNanos(units).toString();
      case MEMORY_LIMIT, MEMORY_RESERVATION -> Bytes.of(units).toString();
      case PIDS_LIMIT -> Long.toString(units);
    };
  }

  /** Whether two amounts are the same to a kernel, which counts some of them more coarsely. */
  boolean isSame(long one, long other) {
    return Math.abs(one - other) <= coarseness();
  }

  private long coarseness() {
    return switch (this) {
      // A quota is whole microseconds of a period of usually 100 ms: 10,000 nano-cores each.
      case CPU_LIMIT -> 10_000;
      // The kernel rounds down to pages, which are of up to 64 KiB.
      case MEMORY_LIMIT -> (1 << 16) - 1;
      case PIDS_LIMIT, CPU_RESERVATION, MEMORY_RESERVATION -> 0;
    };
  }
}
