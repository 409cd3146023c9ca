package io.drover.placement.decide.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.model.Cpu;
import io.drover.core.model.Quantity;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.QuotaResource;
import io.drover.core.policy.StackQuota;
import io.drover.core.quota.QuotaRules;
import io.drover.core.quota.QuotaUse.Line;
import io.drover.core.quota.StackFacts;
import io.drover.core.quota.StackService;
import io.drover.placement.decide.quota.QuotaVerdict.ServicePlan;
import io.drover.placement.decide.quota.Suspect.Before;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What must never happen while others change, add and remove services of a stack whose quotas are
 * strict. {@code -Ddrover.seed=N} repeats a run.
 */
class QuotaPropertyTest {
  private static final long SEED = Long.getLong("drover.seed", System.nanoTime());
  private static final int STACKS = 100;
  private static final int CHANGES = 30;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private long second;

  private StackService service(String id, int tasks, int millicores) {
    Instant at = Instant.EPOCH.plusSeconds(second++);
    Resources size = Resources.NONE.withCpu(Cpu.ofMillicores(millicores));
    return new StackService(
        new ServiceView(
            id,
            "shop_" + id,
            second,
            new ServiceView.Mode.Replicated(tasks),
            Map.of(),
            Map.of(),
            size,
            size,
            Rollout.NONE,
            at,
            at),
        tasks,
        random.nextInt(3),
        Set.of());
  }

  private StackService random(String id) {
    return service(id, random.nextInt(6), random.nextInt(1, 1500));
  }

  private static StackFacts facts(List<StackService> services) {
    return new StackFacts(Instant.EPOCH, "shop", services, List.of(), Map.of());
  }

  private StackQuota quota() {
    return new StackQuota(
        "shop",
        "q",
        Map.of(
            QuotaResource.LIMITS_CPU, Quantity.of(random.nextInt(1, 10)),
            QuotaResource.TASKS, Quantity.of(random.nextInt(1, 15)),
            QuotaResource.SERVICES, Quantity.of(random.nextInt(1, 6))),
        true,
        List.of());
  }

  @Test
  void whatWasWithinComesBackWithinAndNothingElseIsTouched() {
    for (int i = 0; i < STACKS; i++) {
      StackQuota quota = quota();
      List<StackService> services = new ArrayList<>();
      StackWatch watch = StackWatch.start(List.of(quota), facts(services));
      for (int change = 0; change < CHANGES; change++) {
        change(services);
        String which = "seed %d stack %d change %d: %s".formatted(SEED, i, change, quota);
        watch = settle(watch, quota, services, which);
      }
    }
  }

  private void change(List<StackService> services) {
    if (services.isEmpty() || random.nextInt(4) == 0) {
      services.add(random("s" + second));
      return;
    }
    int at = random.nextInt(services.size());
    if (random.nextInt(8) == 0) {
      services.remove(at);
    } else {
      services.set(at, random(services.get(at).service().id()));
    }
  }

  /** Rounds until nothing is left to do: at most one for each service. */
  private StackWatch settle(
      StackWatch begin, StackQuota quota, List<StackService> services, String which) {
    StackWatch watch = begin;
    for (int round = 0; round <= services.size(); round++) {
      StackFacts facts = facts(services);
      watch = watch.next(List.of(quota), facts);
      List<ServicePlan> acts = acts(watch, quota, facts);
      assertThat(acts.size()).as(which).isLessThanOrEqualTo(1);
      if (acts.isEmpty()) {
        assertThat(perTask(QuotaRules.exceeded(List.of(quota), facts))).as(which).isEmpty();
        return watch;
      }
      assertThat(QuotaRules.exceeded(List.of(quota), facts)).as(which).isNotEmpty();
      carryOut(acts.getFirst(), watch, services);
    }
    throw new AssertionError("does not settle: " + which);
  }

  /** A service too many stays as one without tasks: nothing is ever removed. */
  private static List<Line> perTask(List<Line> exceeded) {
    return exceeded.stream().filter(line -> line.resource().isPerTask()).toList();
  }

  private static List<ServicePlan> acts(StackWatch watch, StackQuota quota, StackFacts facts) {
    List<Line> exceeded = QuotaRules.exceeded(List.of(quota), facts);
    List<Suspect> suspects = new ArrayList<>();
    for (StackService service : watch.suspects(facts)) {
      StackService admitted = watch.admitted().get(service.service().id());
      suspects.add(
          new Suspect(
              service,
              watch.took(service, exceeded, facts),
              admitted == null ? new Before.None() : new Before.State(admitted),
              Suspect.Rule.STRICT,
              Suspect.Doer.OUTSIDE,
              0));
    }
    return QuotaDecider.decide(new QuotaInput(facts, List.of(quota), List.of(), suspects))
        .services()
        .stream()
        .filter(one -> !one.plan().steps().isEmpty())
        .toList();
  }

  private void carryOut(ServicePlan act, StackWatch watch, List<StackService> services) {
    String id = act.service().service().id();
    StackService after =
        switch (act.plan().steps().getFirst().action()) {
          case Action.RestoreService restore -> watch.admitted().get(id);
          case Action.SetReplicas set ->
              service(
                  id,
                  set.to(),
                  (int) act.service().service().limits().cpu().orElseThrow().millicores());
          default -> throw new AssertionError(act.plan());
        };
    services.replaceAll(one -> one.service().id().equals(id) ? after : one);
  }
}
