package io.drover.runtime.guard;

import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.runtime.pause.PauseState;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** While the suite is paused, or nobody can say whether it is, nothing is done. */
public final class PauseGuard implements Guard<GuardContext> {

  @Override
  public Plan apply(Plan plan, GuardContext context) {
    return switch (context.pause()) {
      case PauseState.Running running -> plan;
      case PauseState.Paused(var until, String by, String why) ->
          plan.hold(
              new Reason(
                  "Paused",
                  "paused until %s by %s: %s"
                      .formatted(until.truncatedTo(ChronoUnit.SECONDS), by, why),
                  Map.of("until", until.toString(), "by", by)));
      case PauseState.Unreadable(String reason) -> plan.hold(Reason.of("Paused", reason));
    };
  }
}
