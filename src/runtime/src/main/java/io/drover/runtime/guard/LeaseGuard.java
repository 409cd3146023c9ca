package io.drover.runtime.guard;

import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.runtime.lease.LeaseView;
import java.util.Map;

/** Only the replica that holds the loop's lease acts. */
public final class LeaseGuard implements Guard<GuardContext> {

  @Override
  public Plan apply(Plan plan, GuardContext context) {
    LeaseView lease = context.lease();
    if (lease.acting()) {
      return plan;
    }
    return plan.hold(
        new Reason(
            "NotLeaseHolder",
            lease.whyNot(),
            Map.of("holder", lease.holder(), "epoch", Long.toString(lease.epoch()))));
  }
}
