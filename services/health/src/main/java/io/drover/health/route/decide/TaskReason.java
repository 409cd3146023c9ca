package io.drover.health.route.decide;

import io.drover.core.decision.Reason;
import java.util.HashMap;
import java.util.Map;

/** Reasons that are about one task, which they name in their numbers too. */
public final class TaskReason {
  /** Under this name a reason's numbers have the task's id. */
  public static final String TASK = "task";

  private TaskReason() {}

  static Reason of(Standing standing) {
    Map<String, String> numbers = new HashMap<>(standing.why().numbers());
    numbers.put(TASK, standing.task().id());
    return new Reason(standing.why().code(), text(standing.task(), standing.why().text()), numbers);
  }

  static Reason of(RouteTask task, String code, String why) {
    return new Reason(code, text(task, why), Map.of(TASK, task.id()));
  }

  private static String text(RouteTask task, String why) {
    return "task %s: %s".formatted(task.id(), why);
  }
}
