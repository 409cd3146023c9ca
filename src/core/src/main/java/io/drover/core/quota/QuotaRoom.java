package io.drover.core.quota;

import io.drover.core.decision.Reason;
import io.drover.core.model.Quantity;
import io.drover.core.policy.QuotaResource;
import io.drover.core.policy.StackQuota;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many tasks of a service its stack's quotas admit.
 *
 * <p>What is admitted leaves room for an update: where services start tasks before they end others,
 * the surge of all of them counts as used. A service that does not declare what a quota bounds gets
 * no more tasks, for what they would take can't be told; Kubernetes refuses its pods likewise.
 *
 * @param tasks at least those it has already, and at most those that are wanted
 * @param reasons what keeps it from what is wanted; empty when nothing does
 */
public record QuotaRoom(int tasks, List<Reason> reasons) {
  /** The code of the reason of a smaller number of tasks. */
  public static final String LIMITED = "LimitedByQuota";

  /** The code of the reason of no more tasks at all. */
  public static final String UNDECLARED = "QuotaUndeclared";

  /** What a growing service has to leave room for. */
  public enum Surge {
    /** Updates of all services. */
    COUNTS,
    /** Nothing. */
    IGNORED
  }

  public QuotaRoom {
    reasons = List.copyOf(reasons);
  }

  /**
   * How many of the wanted tasks are admitted.
   *
   * @param has how many it has; fewer than these are always admitted, and these stay
   * @param wanted how many are wanted
   */
  public static QuotaRoom admitted(
      List<StackQuota> quotas,
      StackFacts facts,
      StackService service,
      int has,
      int wanted,
      Surge surge) {
    if (wanted <= has) {
      return new QuotaRoom(wanted, List.of());
    }
    int most = wanted;
    List<Reason> reasons = new ArrayList<>();
    for (StackQuota quota :
        quotas.stream().sorted(Comparator.comparing(StackQuota::name)).toList()) {
      for (QuotaResource resource : quota.hard().keySet().stream().sorted().toList()) {
        if (!resource.isPerTask()) {
          continue;
        }
        Optional<BigDecimal> each = TaskShare.of(service, resource, facts.limits());
        if (each.isEmpty()) {
          most = has;
          reasons.add(undeclared(quota, resource, service));
        } else if (each.get().signum() > 0) {
          BigDecimal left = left(quota, resource, facts, service, surge);
          int fits = Math.clamp(fitting(left, each.get(), service, surge), has, wanted);
          if (fits < most) {
            reasons.removeIf(looser -> looser.code().equals(LIMITED));
            reasons.add(limited(quota, resource, each.get(), left, wanted, fits));
            most = fits;
          }
        }
      }
    }
    return new QuotaRoom(most, reasons);
  }

  /** What the other services leave of a resource; below 0 where they have too much already. */
  private static BigDecimal left(
      StackQuota quota,
      QuotaResource resource,
      StackFacts facts,
      StackService service,
      Surge surge) {
    BigDecimal left = quota.hard().get(resource).amount();
    for (StackService other : facts.services()) {
      if (!other.service().id().equals(service.service().id())) {
        QuotaUse.Part part = QuotaRules.part(other, resource, facts);
        left = left.subtract(part.used().amount());
        if (surge == Surge.COUNTS) {
          left = left.subtract(part.surge().amount());
        }
      }
    }
    return left;
  }

  /** The most tasks that, with those that an update may add, fit into what is left. */
  private static long fitting(BigDecimal left, BigDecimal each, StackService service, Surge surge) {
    long fit =
        left.max(BigDecimal.ZERO)
            .divide(each, 0, RoundingMode.DOWN)
            .min(BigDecimal.valueOf(Integer.MAX_VALUE))
            .longValue();
    if (surge == Surge.IGNORED) {
      return fit;
    }
    // As many tasks as there are are added at most: of few, half may be old and half new.
    return Math.max(fit / 2, fit - service.surge());
  }

  private static Reason limited(
      StackQuota quota,
      QuotaResource resource,
      BigDecimal each,
      BigDecimal left,
      int wanted,
      int fits) {
    Quantity share = resource.amount(each);
    Quantity rest = resource.amount(left);
    return new Reason(
        LIMITED,
        "limited from %d to %d tasks by quota %s of stack %s: each takes %s of %s, of which others leave it %s of %s"
            .formatted(
                wanted,
                fits,
                quota.name(),
                quota.stack(),
                share,
                resource.key(),
                rest,
                quota.hard().get(resource)),
        Map.of(
            "wanted", "" + wanted,
            "admitted", "" + fits,
            "resource", resource.key(),
            "each", share.toString(),
            "left", rest.toString(),
            "hard", quota.hard().get(resource).toString()));
  }

  private static Reason undeclared(StackQuota quota, QuotaResource resource, StackService service) {
    return new Reason(
        UNDECLARED,
        "%s declares no %s, which quota %s of stack %s bounds: it gets no more tasks until it does"
            .formatted(service.service().name(), resource.key(), quota.name(), quota.stack()),
        Map.of("resource", resource.key()));
  }
}
