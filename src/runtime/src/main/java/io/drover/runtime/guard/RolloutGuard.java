package io.drover.runtime.guard;

import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import java.util.Locale;
import java.util.Map;

/** While a service is being rolled out or back its spec is left alone. */
public final class RolloutGuard implements Guard<GuardContext> {

  @Override
  public Plan apply(Plan plan, GuardContext context) {
    if (!context.rollout().isBusy()) {
      return plan;
    }
    String state = context.rollout().name().toLowerCase(Locale.ROOT);
    return plan.hold(
        new Reason(
            "RolloutInProgress",
            "an update of the service is %s; another one would break its rollback"
                .formatted(state.replace('_', ' ')),
            Map.of("rollout", state)));
  }
}
