package io.drover.placement.decide.plan;

import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import java.util.Map;
import java.util.Objects;

/**
 * So much of everything that is counted on a node: what one task takes of it, or what it offers.
 *
 * @param cpu processor time
 * @param memory memory
 * @param iops storage operations a second; Drover's budget, Swarm knows nothing of it
 * @param bandwidth network; Drover's budget too
 * @param generic Swarm's generic resources, such as GPUs, by kind; what has names is counted
 */
public record Amounts(
    Cpu cpu, Bytes memory, long iops, Bandwidth bandwidth, Map<String, Long> generic) {
  /** Nothing of anything. */
  public static final Amounts NOTHING =
      new Amounts(Cpu.ZERO, Bytes.ZERO, 0, new Bandwidth(0), Map.of());

  public Amounts {
    Objects.requireNonNull(cpu, "cpu");
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(bandwidth, "bandwidth");
    generic = Map.copyOf(generic);
    if (iops < 0 || generic.values().stream().anyMatch(amount -> amount < 0)) {
      throw new IllegalArgumentException("amounts must not be negative: " + iops + " " + generic);
    }
  }

  /** What Swarm itself looks at, without generic resources. */
  public static Amounts of(Cpu cpu, Bytes memory) {
    return NOTHING.with(cpu).with(memory);
  }

  /** These, with this much processor time. */
  public Amounts with(Cpu amount) {
    return new Amounts(amount, memory, iops, bandwidth, generic);
  }

  /** These, with this much memory. */
  public Amounts with(Bytes amount) {
    return new Amounts(cpu, amount, iops, bandwidth, generic);
  }

  /** These, with this much network. */
  public Amounts with(Bandwidth amount) {
    return new Amounts(cpu, memory, iops, amount, generic);
  }

  /** These, with so many storage operations a second. */
  public Amounts withIops(long amount) {
    return new Amounts(cpu, memory, amount, bandwidth, generic);
  }

  /** These, with these generic resources. */
  public Amounts withGeneric(Map<String, Long> amounts) {
    return new Amounts(cpu, memory, iops, bandwidth, amounts);
  }
}
