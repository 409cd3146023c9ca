package io.drover.placement.decide.quota;

import io.drover.core.decision.Plan;
import io.drover.core.quota.StackService;
import java.util.List;

/**
 * What is to be done about a stack.
 *
 * @param stack how it stands; never has steps
 * @param services what is to be done about each suspect, in order; one of them has a step at most
 */
public record QuotaVerdict(Plan stack, List<ServicePlan> services) {
  /** What is to be done about a service. */
  public record ServicePlan(StackService service, Plan plan) {}

  public QuotaVerdict {
    services = List.copyOf(services);
  }
}
