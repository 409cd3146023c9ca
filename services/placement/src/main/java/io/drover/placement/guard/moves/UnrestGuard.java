package io.drover.placement.guard.moves;

import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import java.util.List;

/**
 * No move begins while nodes come and go, or one is being drained. The context is what is wrong;
 * empty when nothing is.
 */
public final class UnrestGuard implements Guard<List<Reason>> {

  @Override
  public Plan apply(Plan plan, List<Reason> unrest) {
    return unrest.isEmpty() ? plan : plan.hold(unrest.getFirst());
  }
}
