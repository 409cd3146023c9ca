package io.drover.placement.decide.quota;

import io.drover.core.model.ServiceView;
import io.drover.core.policy.StackQuota;
import io.drover.core.quota.QuotaRules;
import io.drover.core.quota.QuotaUse.Line;
import io.drover.core.quota.StackFacts;
import io.drover.core.quota.StackService;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the services of a stack were let have under its quotas, as Kubernetes' admission would: what
 * is there when a quota comes stays, and from then on whatever takes more of something there is too
 * much of was not let have it. Whose part did not grow is never suspected, however much there is.
 *
 * @param quotas under which this holds; other ones begin anew
 * @param admitted the last state of each service that was let be, by id; a service that came after
 *     the quota and broke it at once has none
 */
public record StackWatch(List<StackQuota> quotas, Map<String, StackService> admitted) {

  public StackWatch {
    quotas = List.copyOf(quotas);
    admitted = Map.copyOf(admitted);
  }

  /** Begins: what is there stays. */
  public static StackWatch start(List<StackQuota> quotas, StackFacts facts) {
    Map<String, StackService> all = new HashMap<>();
    facts.services().forEach(one -> all.put(one.service().id(), one));
    return new StackWatch(quotas, all);
  }

  /** The watch after another look. */
  public StackWatch next(List<StackQuota> now, StackFacts facts) {
    if (!now.equals(quotas)) {
      return start(now, facts);
    }
    List<Line> exceeded = QuotaRules.exceeded(quotas, facts);
    Map<String, StackService> next = new HashMap<>();
    for (StackService service : facts.services()) {
      StackService before = admitted.get(service.service().id());
      if (!took(service, exceeded, facts).isEmpty()) {
        if (before != null) {
          next.put(service.service().id(), before);
        }
      } else {
        next.put(service.service().id(), service);
      }
    }
    return new StackWatch(quotas, next);
  }

  /** Services that took more than they were let have, the one that changed last first. */
  public List<StackService> suspects(StackFacts facts) {
    List<Line> exceeded = QuotaRules.exceeded(quotas, facts);
    return facts.services().stream()
        .filter(service -> !took(service, exceeded, facts).isEmpty())
        .sorted(
            Comparator.comparing((StackService one) -> one.service().updatedAt())
                .reversed()
                .thenComparing(one -> one.service().name()))
        .toList();
  }

  /** Of what there is too much, and the service took more of than it was let have. */
  public List<Line> took(StackService service, List<Line> exceeded, StackFacts facts) {
    Optional<StackService> before = Optional.ofNullable(admitted.get(service.service().id()));
    return exceeded.stream()
        .filter(
            line -> {
              var has = QuotaRules.part(service, line.resource(), facts).used();
              return before
                  .map(one -> sameNodes(one, service))
                  .map(one -> QuotaRules.part(one, line.resource(), facts).used())
                  .map(had -> has.compareTo(had) > 0)
                  .orElse(has.amount().signum() > 0);
            })
        .toList();
  }

  /** A node that joins gives a global service a task more: nobody changed the service. */
  private static StackService sameNodes(StackService before, StackService now) {
    return now.service().mode() instanceof ServiceView.Mode.Replicated
        ? before
        : before.with(now.tasks());
  }

  /** Whether a service in this state takes nothing of what there would still be too much of. */
  public boolean complies(StackService state, StackFacts facts) {
    StackFacts with = facts.with(state);
    return QuotaRules.exceeded(quotas, with).stream()
        .allMatch(
            line -> QuotaRules.part(state, line.resource(), with).used().amount().signum() == 0);
  }
}
