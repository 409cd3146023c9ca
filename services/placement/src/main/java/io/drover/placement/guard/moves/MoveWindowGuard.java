package io.drover.placement.guard.moves;

import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.policy.TimeWindow;
import java.time.Instant;
import java.util.List;

/** Moves begin only while a window is open; without any, they may at all times. */
public final class MoveWindowGuard implements Guard<MoveWindowGuard.Context> {

  /** The windows and the moment. */
  public record Context(Instant now, List<TimeWindow> windows) {
    public Context {
      windows = List.copyOf(windows);
    }
  }

  @Override
  public Plan apply(Plan plan, Context context) {
    boolean open =
        context.windows().isEmpty()
            || context.windows().stream()
                .anyMatch(window -> window.openAt(context.now()).isPresent());
    return open
        ? plan
        : plan.hold(Reason.of("OutsideWindow", "none of the windows for moves is open"));
  }
}
