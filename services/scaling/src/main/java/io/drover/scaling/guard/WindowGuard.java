package io.drover.scaling.guard;

import io.drover.core.decision.Action;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.policy.ReplicaWindow.Opening;
import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.TimeWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces no task outside of the windows that the policy names; without any, whenever it pays.
 * What is done in place needs no window, and what takes a resize back does not wait for one.
 */
public final class WindowGuard implements Guard<WindowGuard.Context> {

  /**
   * What the guard has to know.
   *
   * @param policy with the windows
   * @param repair whether the plan takes something back
   */
  public record Context(Instant now, ResizePolicy policy, boolean repair) {}

  @Override
  public Plan apply(Plan plan, Context context) {
    List<TimeWindow> windows = context.policy().windows();
    boolean inPlace = context.policy().mode() == ResizePolicy.Mode.IN_PLACE;
    boolean open =
        windows.isEmpty()
            ? !inPlace
            : windows.stream().anyMatch(window -> window.openAt(context.now()).isPresent());
    if (open || context.repair()) {
      return plan;
    }
    List<Plan.Step> steps = new ArrayList<>();
    List<Plan.Held> held = new ArrayList<>(plan.held());
    for (Plan.Step step : plan.steps()) {
      if (step.action() instanceof Action.ResizeService) {
        held.add(new Plan.Held(step, closed(windows, context.now())));
      } else {
        steps.add(step);
      }
    }
    return new Plan(steps, held, plan.reasons());
  }

  private static Reason closed(List<TimeWindow> windows, Instant now) {
    Optional<Instant> next =
        windows.stream()
            .flatMap(window -> window.next(now, 1).stream())
            .map(Opening::start)
            .min(Comparator.naturalOrder());
    return new Reason(
        "OutsideWindow",
        next.map(start -> "waits for the next window, which opens at " + start)
            .orElse("no window is named in which its tasks may be replaced"),
        next.map(start -> Map.of("opens", start.toString())).orElse(Map.of()));
  }
}
