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
            explain(lease),
            Map.of("holder", lease.holder(), "epoch", Long.toString(lease.epoch()))));
  }

  private static String explain(LeaseView lease) {
    if (lease.mine()) {
      return "this instance holds %s, but must not act on it now".formatted(lease.name());
    }
    return lease.holder().isEmpty()
        ? "nobody is known to hold %s".formatted(lease.name())
        : "%s is held by %s since %s".formatted(lease.name(), lease.holder(), lease.since());
  }
}
