package io.drover.journal;

import io.drover.core.decision.Decision;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * A decision and its place in the journal.
 *
 * @param seq grows with each decision that an instance records
 * @param decision what was decided
 */
public record JournalEntry(long seq, Decision decision) {

  /**
   * Newest first, as queries answer: by time to the microsecond that PostgreSQL keeps, then by
   * number, then by id.
   */
  public static final Comparator<JournalEntry> NEWEST_FIRST =
      Comparator.comparing(JournalEntry::position).reversed();

  /** Where it stands among the others. */
  public Position position() {
    return new Position(
        decision.at().truncatedTo(ChronoUnit.MICROS), seq, JsonText.storable(decision.id()));
  }
}
