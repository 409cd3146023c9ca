package io.drover.core.quota;

import io.drover.core.model.Quantity;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.QuotaResource;
import io.drover.core.policy.StackLimits;
import io.drover.core.policy.StackQuota;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stacks with services and quotas. */
final class Stacks {
  static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

  private Stacks() {}

  /** A service each of whose tasks reserves and is limited to the same. */
  static StackService service(String name, int tasks, int surge, String cpu, String memory) {
    return service(name, tasks, surge, amounts(cpu, memory), amounts(cpu, memory));
  }

  static StackService service(
      String name, int tasks, int surge, Resources reservations, Resources limits) {
    return new StackService(
        new ServiceView(
            "id-" + name,
            "shop_" + name,
            7,
            new ServiceView.Mode.Replicated(tasks),
            Map.of(ServiceView.STACK_LABEL, "shop"),
            Map.of(),
            reservations,
            limits,
            Rollout.NONE,
            AT,
            AT),
        tasks,
        surge,
        Set.of());
  }

  static Resources amounts(String cpu, String memory) {
    Resources amounts = Resources.NONE;
    if (cpu != null) {
      amounts = amounts.withCpu(Quantity.parse(cpu).toCpu());
    }
    return memory == null ? amounts : amounts.withMemory(Quantity.parse(memory).toBytes());
  }

  static StackFacts facts(StackService... services) {
    return facts(List.of(), services);
  }

  static StackFacts facts(List<StackLimits> limits, StackService... services) {
    return new StackFacts(AT, "shop", List.of(services), limits, Map.of());
  }

  /** {@code "requests.cpu=2 pods=5"}. */
  static StackQuota quota(String hard) {
    Map<QuotaResource, Quantity> amounts = new EnumMap<>(QuotaResource.class);
    for (String one : hard.split(" ")) {
      String[] parts = one.split("=");
      amounts.put(QuotaResource.of(parts[0]).orElseThrow(), Quantity.parse(parts[1]));
    }
    return new StackQuota("shop", "q", amounts, false, List.of());
  }
}
