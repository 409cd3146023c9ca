package io.drover.journal;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;

/**
 * What came of a decision as a whole, for columns, tables and retention.
 *
 * @param acted whether the Swarm was changed: at least one step was applied
 * @param outcome the code of the last outcome, which is the one that stopped it if one did; without
 *     any, {@code held} when guards took steps away and {@code nothing} otherwise
 */
public record Verdict(boolean acted, String outcome) {

  /** The verdict on a decision. */
  public static Verdict of(Decision decision) {
    boolean acted = decision.results().stream().anyMatch(Outcome.Applied.class::isInstance);
    if (!decision.results().isEmpty()) {
      return new Verdict(acted, decision.results().getLast().code());
    }
    return new Verdict(acted, decision.plan().held().isEmpty() ? "nothing" : "held");
  }
}
