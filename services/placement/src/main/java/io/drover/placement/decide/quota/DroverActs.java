package io.drover.placement.decide.quota;

import io.drover.core.decision.Action;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.model.Allotment;
import io.drover.core.quota.StackService;
import io.drover.placement.decide.quota.Suspect.Before;
import java.util.List;

/** Tells from the journal whether a service is what Drover made of it. */
public final class DroverActs {
  private DroverActs() {}

  /**
   * Whether one of these decisions made all the difference to what the service had before: a number
   * of tasks that Drover chose does not excuse larger tasks that somebody else did.
   */
  public static boolean made(StackService service, Before before, List<Decision> acted) {
    return acted.stream().anyMatch(decision -> made(service, before, decision));
  }

  private static boolean made(StackService service, Before before, Decision decision) {
    var steps = decision.plan().steps();
    for (int i = 0; i < Math.min(steps.size(), decision.results().size()); i++) {
      if (decision.results().get(i) instanceof Outcome.Applied
          && isIt(service, before, steps.get(i).action())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIt(StackService service, Before before, Action action) {
    if (!action.serviceId().equals(service.service().id())) {
      return false;
    }
    return switch (action) {
      case Action.SetReplicas set ->
          set.to() == service.tasks() && sizes(before, service).equals(sizes(service));
      case Action.ResizeService resize ->
          Allotment.of(service.service()).covers(resize.to())
              && tasks(before, service) == service.tasks();
      default -> false;
    };
  }

  private static Allotment sizes(StackService service) {
    return Allotment.of(service.service());
  }

  private static Allotment sizes(Before before, StackService otherwise) {
    return switch (before) {
      case Before.State(StackService state) -> sizes(state);
      case Before.None none -> sizes(otherwise);
    };
  }

  private static int tasks(Before before, StackService otherwise) {
    return switch (before) {
      case Before.State(StackService state) -> state.tasks();
      case Before.None none -> otherwise.tasks();
    };
  }
}
