package io.drover.placement.guard.moves;

import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import java.util.Map;

/** No more moves within an hour than are allowed: what goes round in circles does so slowly. */
public final class BudgetGuard implements Guard<BudgetGuard.Context> {

  /**
   * What it knows.
   *
   * @param made how many moves began within the last hour, of all services
   * @param perHour how many may
   */
  public record Context(int made, int perHour) {}

  @Override
  public Plan apply(Plan plan, Context context) {
    return context.made() < context.perHour()
        ? plan
        : plan.hold(
            new Reason(
                "MoveBudget",
                "%d moves were made within an hour, and %d may be"
                    .formatted(context.made(), context.perHour()),
                Map.of("made", "" + context.made(), "perHour", "" + context.perHour())));
  }
}
