package io.drover.journal;

import java.util.List;

/**
 * What the journal can say now.
 *
 * @param decisions newest first
 * @param missing why there may be more, or empty text when this is all
 */
public record JournalAnswer(List<StoredDecision> decisions, String missing) {
  public JournalAnswer {
    decisions = List.copyOf(decisions);
  }

  /** Whether nothing is missing. */
  public boolean isComplete() {
    return missing.isEmpty();
  }
}
