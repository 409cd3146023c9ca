package io.drover.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/**
 * A decision as the journal keeps it, also when a newer program wrote it.
 *
 * @param position where it stands among the others
 * @param json the decision; see {@link DecisionJson}
 */
public record StoredDecision(Position position, JsonNode json) {
  static final Comparator<StoredDecision> NEWEST_FIRST =
      Comparator.comparing(StoredDecision::position).reversed();

  /** What an entry that is not stored yet will be. */
  static StoredDecision of(JournalEntry entry) {
    return new StoredDecision(entry.position(), DecisionJson.write(entry.decision()));
  }

  /** A row of the database, whose body is JSON text. */
  public static StoredDecision ofText(Position position, String json) {
    return new StoredDecision(position, DecisionJson.tree(json));
  }
}
