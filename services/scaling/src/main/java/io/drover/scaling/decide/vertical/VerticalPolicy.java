package io.drover.scaling.decide.vertical;

import io.drover.core.model.Resources;
import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.ResourceKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What a vertical autoscaler is told.
 *
 * @param mode how far it goes
 * @param min no recommendation is less, where set and not 0
 * @param max no recommendation is more, where set and not 0
 * @param resources what it is for; at least one
 * @param values whether limits follow
 */
public record VerticalPolicy(
    ResizePolicy.Mode mode,
    Amounts min,
    Amounts max,
    Set<ResourceKind> resources,
    ResizePolicy.Values values) {
  public VerticalPolicy {
    resources = Set.copyOf(resources);
  }

  /** What labels or a manifest ask for. */
  public static VerticalPolicy of(ResizePolicy policy) {
    return new VerticalPolicy(
        policy.mode(),
        amounts(policy.min()),
        amounts(policy.max()),
        policy.resources(),
        policy.values());
  }

  private static Amounts amounts(Resources declared) {
    Map<ResourceKind, Long> amounts = new EnumMap<>(ResourceKind.class);
    declared.cpu().ifPresent(cpu -> amounts.put(ResourceKind.CPU, most(cpu.millicores())));
    declared.memory().ifPresent(memory -> amounts.put(ResourceKind.MEMORY, most(memory.value())));
    return new Amounts(amounts);
  }

  private static long most(long amount) {
    return Math.min(amount, Amounts.MOST);
  }
}
