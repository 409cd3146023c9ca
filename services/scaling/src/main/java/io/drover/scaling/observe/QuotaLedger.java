package io.drover.scaling.observe;

import io.drover.core.decision.Action.ResizeService;
import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.ServiceView;
import io.drover.core.quota.QuotaRules;
import io.drover.core.quota.StackFacts;
import io.drover.core.quota.StackService;
import io.drover.engine.Engine;
import io.drover.engine.StackReader;
import io.drover.manifests.Policies;
import io.drover.scaling.guard.QuotaGuard;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the stacks with quotas have, for one round. What the round lets one service have is booked,
 * so that another one that is decided at the same time does not get it too.
 */
public final class QuotaLedger {
  /** No stack has a quota. */
  public static final QuotaLedger NONE = new QuotaLedger(Policies.NONE, Map.of());

  private final Guard<QuotaGuard.Context> guard = new QuotaGuard();
  private final Policies policies;
  private final Map<String, StackFacts> byStack;

  private QuotaLedger(Policies policies, Map<String, StackFacts> byStack) {
    this.policies = policies;
    this.byStack = new HashMap<>(byStack);
  }

  /** Looks at the services once more, in raw, where there are quotas at all. */
  public static QuotaLedger read(
      Engine engine, ClusterSnapshot snapshot, Policies policies, Instant now) {
    Set<String> stacks =
        policies.quotas().stream().map(one -> one.quota().stack()).collect(Collectors.toSet());
    if (stacks.isEmpty()) {
      return NONE;
    }
    Map<String, List<StackService>> services =
        engine.list("/services").stream()
            .map(raw -> StackReader.service(raw.tree(), snapshot.tasks()))
            .collect(Collectors.groupingBy(one -> one.service().stack().orElse("")));
    Map<String, StackFacts> facts = new HashMap<>();
    for (String stack : stacks) {
      facts.put(
          stack,
          new StackFacts(
              now,
              stack,
              services.getOrDefault(stack, List.of()),
              policies.limitsOf(stack),
              Map.of()));
    }
    return new QuotaLedger(policies, facts);
  }

  /** What the quotas of the service's stack leave of a plan. */
  public synchronized Plan admit(Plan plan, ServiceView service) {
    String stack = service.stack().orElse("");
    StackFacts facts = byStack.get(stack);
    Optional<StackService> seen =
        facts == null
            ? Optional.empty()
            : facts.services().stream()
                .filter(one -> one.service().id().equals(service.id()))
                .findFirst();
    if (seen.isEmpty()) {
      return plan;
    }
    Plan admitted =
        guard.apply(plan, new QuotaGuard.Context(policies.quotasOf(stack), facts, seen.get()));
    admitted.steps().forEach(step -> book(stack, step, seen.get()));
    return admitted;
  }

  /** What a service gives up is others' only once it is done. */
  private void book(String stack, Plan.Step step, StackService seen) {
    switch (step.action()) {
      case SetReplicas set when set.to() > seen.tasks() ->
          byStack.computeIfPresent(stack, (name, facts) -> facts.with(seen.with(set.to())));
      case ResizeService resize ->
          byStack.computeIfPresent(stack, (name, facts) -> larger(facts, seen, resize));
      default -> {
        // Nothing that counts.
      }
    }
  }

  private StackFacts larger(StackFacts facts, StackService seen, ResizeService resize) {
    StackService resized = seen.with(resize.to());
    boolean larger =
        policies.quotasOf(facts.stack()).stream()
            .flatMap(quota -> quota.hard().keySet().stream())
            .anyMatch(
                resource ->
                    QuotaRules.part(resized, resource, facts)
                            .used()
                            .compareTo(QuotaRules.part(seen, resource, facts).used())
                        > 0);
    return larger ? facts.with(resized) : facts;
  }
}
