package io.drover.placement.observe.capacity;

import io.drover.core.model.ServiceView;
import io.drover.core.placement.Constraint;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.TierPolicy;
import io.drover.placement.decide.capacity.Capacity;
import io.drover.placement.decide.capacity.SizedService;
import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Services as capacity counts them. */
final class ServiceSizes {
  private static final String TIER = "node.labels." + Capacity.TIER_LABEL;

  private ServiceSizes() {}

  static List<SizedService> of(List<ServiceView> services, PlanInput cluster) {
    Map<String, ServiceView> views = new HashMap<>();
    services.forEach(view -> views.put(view.name(), view));
    return cluster.services().stream()
        .filter(service -> views.containsKey(service.name()))
        .map(service -> size(service, views.get(service.name()), cluster))
        .toList();
  }

  private static SizedService size(PlanService service, ServiceView view, PlanInput cluster) {
    int tasks =
        switch (service.count()) {
          case PlanService.Count.Replicated(int replicas) -> replicas;
          case PlanService.Count.Global global ->
              (int)
                  cluster.standing().stream()
                      .filter(task -> task.service().equals(service.name()) && task.wanted())
                      .count();
        };
    return new SizedService(
        service.name(),
        view.stack().orElse(""),
        tier(service, view),
        tasks,
        service.reservation(),
        view.limits());
  }

  private static String tier(PlanService service, ServiceView view) {
    Optional<String> labelled =
        PolicyParser.parse(view) instanceof Parsed.Governed governed
            ? governed.policy().tier().map(TierPolicy::name)
            : Optional.empty();
    return labelled
        .or(
            () ->
                service.rules().constraints().stream()
                    .filter(one -> one.equal() && one.key().equalsIgnoreCase(TIER))
                    .map(Constraint::value)
                    .findFirst())
        .orElse("");
  }
}
