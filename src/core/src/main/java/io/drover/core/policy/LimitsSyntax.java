package io.drover.core.policy;

import io.drover.core.model.Bytes;
import io.drover.core.model.ComposeQuantities;
import io.drover.core.model.Cpu;
import io.drover.core.model.MalformedValueException;

/**
 * How the values of the {@code drover.limits} and {@code drover.reservations} labels are written:
 * in the grammar of a stack file, and no less than an engine takes.
 */
final class LimitsSyntax {
  /** The kernel takes no quota of less than 1 ms in the 100 ms that Docker counts by. */
  private static final Cpu LEAST_CPU_LIMIT = Cpu.ofMillicores(10);

  /** Docker's own bound (daemon/daemon_unix.go, linuxMinMemory). */
  private static final Bytes LEAST_MEMORY_LIMIT = Bytes.ofMebibytes(6);

  /** Swarm's own bounds (swarmkit's validateResources). */
  private static final Cpu LEAST_CPU_RESERVATION = Cpu.ofMillicores(1);

  private static final Bytes LEAST_MEMORY_RESERVATION = Bytes.ofMebibytes(4);

  private LimitsSyntax() {}

  static Cpu cpuLimit(String text) {
    return atLeast(ComposeQuantities.cpus(text), LEAST_CPU_LIMIT, text, "0.01 cores");
  }

  static Cpu cpuReservation(String text) {
    return atLeast(ComposeQuantities.cpus(text), LEAST_CPU_RESERVATION, text, "0.001 cores");
  }

  static Bytes memoryLimit(String text) {
    return atLeast(ComposeQuantities.memory(text), LEAST_MEMORY_LIMIT, text, "6M");
  }

  static Bytes memoryReservation(String text) {
    return atLeast(ComposeQuantities.memory(text), LEAST_MEMORY_RESERVATION, text, "4M");
  }

  private static <T extends Comparable<T>> T atLeast(T value, T least, String text, String shown) {
    if (value.compareTo(least) < 0) {
      throw new MalformedValueException(text, "at least " + shown);
    }
    return value;
  }
}
