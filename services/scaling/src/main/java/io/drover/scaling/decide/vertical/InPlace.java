package io.drover.scaling.decide.vertical;

import io.drover.core.decision.Action;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.policy.ResourceKind;
import java.util.ArrayList;
import java.util.List;

/** What is to be done for running tasks to have the limits that they should have. */
final class InPlace {
  /** A smaller change is not worth a call, as in the updater. */
  private static final double LEAST_CHANGE = 0.1;

  private InPlace() {}

  /** One step for each task whose limits are known and differ by a tenth or more. */
  static List<Action> steps(ResizeInput in, Resources wanted) {
    List<Action> steps = new ArrayList<>();
    for (RunningTask task : in.tasks()) {
      if (task.limits() instanceof Reading.Known<Resources>(Resources now, var at)) {
        Resources to = both(now, wanted);
        if (differs(Amounts.of(now), Amounts.of(to))) {
          steps.add(new Action.ResizeTask(in.service().id(), in.service().name(), task.id(), to));
        }
      }
    }
    return steps;
  }

  /** A container that was started without a limit is not given one. */
  private static Resources both(Resources now, Resources wanted) {
    Resources both = Resources.NONE;
    if (now.cpu().isPresent() && wanted.cpu().isPresent()) {
      both = both.withCpu(wanted.cpu().get());
    }
    return now.memory().isPresent() && wanted.memory().isPresent()
        ? both.withMemory(wanted.memory().get())
        : both;
  }

  private static boolean differs(Amounts now, Amounts wanted) {
    for (ResourceKind resource : wanted.byResource().keySet()) {
      long has = now.of(resource).orElse(0);
      long limit = wanted.of(resource).orElse(0);
      if (Math.abs(has - limit) >= LEAST_CHANGE * Math.max(has, 1)) {
        return true;
      }
    }
    return false;
  }
}
