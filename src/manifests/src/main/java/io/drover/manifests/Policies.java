package io.drover.manifests;

import io.drover.core.policy.StackLimits;
import io.drover.core.policy.StackQuota;
import java.util.List;

/**
 * What a set of files asks for.
 *
 * @param described manifests that govern services, right or wrong, in the order of files and lines
 * @param limits LimitRanges without mistakes
 * @param quotas ResourceQuotas without mistakes
 * @param others manifests of kinds that somebody else reads, such as ConfigMaps
 * @param problems everything that is wrong, in the same order
 */
public record Policies(
    List<Described> described,
    List<LimitsManifest> limits,
    List<QuotaManifest> quotas,
    List<Manifest> others,
    List<ManifestProblem> problems) {

  /** Nothing at all. */
  public static final Policies NONE =
      new Policies(List.of(), List.of(), List.of(), List.of(), List.of());

  public Policies {
    described = List.copyOf(described);
    limits = List.copyOf(limits);
    quotas = List.copyOf(quotas);
    others = List.copyOf(others);
    problems = List.copyOf(problems);
  }

  /** The LimitRanges of a stack. */
  public List<StackLimits> limitsOf(String stack) {
    return limits.stream()
        .map(LimitsManifest::limits)
        .filter(one -> one.stack().equals(stack))
        .toList();
  }

  /** The ResourceQuotas of a stack. */
  public List<StackQuota> quotasOf(String stack) {
    return quotas.stream()
        .map(QuotaManifest::quota)
        .filter(one -> one.stack().equals(stack))
        .toList();
  }

  /** These, with other problems. */
  public Policies withProblems(List<ManifestProblem> told) {
    return new Policies(described, limits, quotas, others, told);
  }
}
