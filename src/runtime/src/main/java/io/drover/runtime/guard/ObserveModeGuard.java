package io.drover.runtime.guard;

import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;

/** In observe mode nothing is done. */
public final class ObserveModeGuard implements Guard<GuardContext> {

  @Override
  public Plan apply(Plan plan, GuardContext context) {
    return switch (context.mode()) {
      case ENFORCE -> plan;
      case OBSERVE ->
          plan.hold(Reason.of("Observing", "observe mode: decided and recorded, not done"));
    };
  }
}
