package io.drover.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/**
 * A decision as the journal keeps it, also when a newer program wrote it. It keeps text, for a tree
 * takes ten times as much memory.
 *
 * @param position where it stands among the others
 * @param text the decision as JSON; see {@link DecisionJson}
 */
public record StoredDecision(Position position, String text) {
  static final Comparator<StoredDecision> NEWEST_FIRST =
      Comparator.comparing(StoredDecision::position).reversed();

  /** What an entry that is not stored yet will be. */
  static StoredDecision of(JournalEntry entry) {
    return new StoredDecision(entry.position(), DecisionJson.toLine(entry.decision()));
  }

  /**
   * A row of the database, whose body is JSON text.
   *
   * @throws MalformedDecisionException when nobody can read it
   */
  public static StoredDecision ofText(Position position, String json) {
    DecisionJson.requireJson(json);
    return new StoredDecision(position, json);
  }

  /** The decision as a tree, made anew. */
  public JsonNode json() {
    return DecisionJson.tree(text);
  }
}
