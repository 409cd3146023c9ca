package io.drover.core.policy;

import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import java.util.Optional;

/** {@code drover.limits} and {@code drover.reservations} labels to a {@link LimitsPolicy}. */
final class LimitsLabels {
  private LimitsLabels() {}

  static Optional<LimitsPolicy> read(LabelReader labels) {
    Optional<Cpu> mostCpu = labels.value(Vocabulary.LIMITS_CPU);
    Optional<Bytes> mostMemory = labels.value(Vocabulary.LIMITS_MEMORY);
    Optional<Integer> mostPids = labels.value(Vocabulary.LIMITS_PIDS);
    Optional<Cpu> leastCpu = labels.value(Vocabulary.RESERVATIONS_CPU);
    Optional<Bytes> leastMemory = labels.value(Vocabulary.RESERVATIONS_MEMORY);
    checkOrder(labels, leastCpu, mostCpu, Vocabulary.RESERVATIONS_CPU, Vocabulary.LIMITS_CPU);
    checkOrder(
        labels, leastMemory, mostMemory, Vocabulary.RESERVATIONS_MEMORY, Vocabulary.LIMITS_MEMORY);
    Resources limits = resources(mostCpu, mostMemory);
    if (mostPids.isPresent()) {
      limits = limits.withPids(mostPids.get());
    }
    Allotment documented = new Allotment(resources(leastCpu, leastMemory), limits);
    return documented.equals(new Allotment(Resources.NONE, Resources.NONE))
        ? Optional.empty()
        : Optional.of(new LimitsPolicy(documented));
  }

  private static <T extends Comparable<T>> void checkOrder(
      LabelReader labels,
      Optional<T> reservation,
      Optional<T> limit,
      Label<T> reserved,
      Label<T> limited) {
    if (reservation.isPresent()
        && limit.isPresent()
        && reservation.get().compareTo(limit.get()) > 0) {
      labels.problem(reserved.key(), "no more than " + limited.key());
    }
  }

  private static Resources resources(Optional<Cpu> cpu, Optional<Bytes> memory) {
    Resources resources = Resources.NONE;
    if (cpu.isPresent()) {
      resources = resources.withCpu(cpu.get());
    }
    return memory.isPresent() ? resources.withMemory(memory.get()) : resources;
  }
}
