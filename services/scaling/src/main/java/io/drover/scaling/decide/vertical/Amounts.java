package io.drover.scaling.decide.vertical;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.core.policy.ResourceKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * An amount of each resource: CPU in millicores, memory in bytes, 0 to 10<sup>14</sup>. A resource
 * that is absent is not set, which is not the same as 0.
 */
public record Amounts(Map<ResourceKind, Long> byResource) {
  /** The largest amount, as in the recommender. */
  public static final long MOST = 100_000_000_000_000L;

  /** None is set. */
  public static final Amounts NONE = new Amounts(Map.of());

  public Amounts {
    byResource = Map.copyOf(byResource);
  }

  /** What is declared of CPU and memory. */
  public static Amounts of(Resources declared) {
    Map<ResourceKind, Long> amounts = new EnumMap<>(ResourceKind.class);
    declared
        .cpu()
        .ifPresent(cpu -> amounts.put(ResourceKind.CPU, Math.min(cpu.millicores(), MOST)));
    declared
        .memory()
        .ifPresent(memory -> amounts.put(ResourceKind.MEMORY, Math.min(memory.value(), MOST)));
    return new Amounts(amounts);
  }

  /** As resources of a task. */
  public Resources resources() {
    Resources resources = Resources.NONE;
    for (Map.Entry<ResourceKind, Long> one : byResource.entrySet()) {
      resources =
          switch (one.getKey()) {
            case CPU -> resources.withCpu(Cpu.ofMillicores(one.getValue()));
            case MEMORY -> resources.withMemory(Bytes.of(one.getValue()));
          };
    }
    return resources;
  }

  /** The amount of a resource. */
  public OptionalLong of(ResourceKind resource) {
    Long amount = byResource.get(resource);
    return amount == null ? OptionalLong.empty() : OptionalLong.of(amount);
  }

  /** Whether none is set. */
  public boolean isEmpty() {
    return byResource.isEmpty();
  }

  /** The amount, cut off, that a number stands for; NaN, as from 0 times infinity, is 0. */
  static long amount(double value) {
    return value >= MOST ? MOST : value > 0 ? (long) value : 0;
  }

  /** {@code amount} times {@code factor}, cut off. */
  static long scale(long amount, double factor) {
    return amount(amount * factor);
  }
}
