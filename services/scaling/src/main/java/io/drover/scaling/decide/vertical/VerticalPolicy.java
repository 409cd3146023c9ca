package io.drover.scaling.decide.vertical;

import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.ResourceKind;
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
    return of(policy, policy.resources());
  }

  /** A service's policy, for these of its resources only. */
  static VerticalPolicy of(ResizePolicy policy, Set<ResourceKind> resources) {
    return new VerticalPolicy(
        policy.mode(),
        Amounts.of(policy.min()),
        Amounts.of(policy.max()),
        resources,
        policy.values());
  }
}
