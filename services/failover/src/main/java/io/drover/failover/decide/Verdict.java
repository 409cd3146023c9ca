package io.drover.failover.decide;

import io.drover.core.decision.Reason;
import java.util.List;

/**
 * What follows from a situation.
 *
 * @param next what to remember; acts may only follow once it is stored
 * @param acts what to do
 * @param reasons why; what held back included
 */
public record Verdict(State next, List<Act> acts, List<Reason> reasons) {
  public Verdict {
    acts = List.copyOf(acts);
    reasons = List.copyOf(reasons);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("a verdict has a reason");
    }
  }

  static Verdict of(State next, Reason reason, Act... acts) {
    return new Verdict(next, List.of(acts), List.of(reason));
  }
}
