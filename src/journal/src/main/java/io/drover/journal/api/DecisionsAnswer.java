package io.drover.journal.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.journal.StoredDecision;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;

/**
 * A page of decisions.
 *
 * @param decisions newest first; each as {@link io.drover.journal.DecisionJson} writes it
 * @param complete whether everything that was asked for could be asked
 * @param missing what could not, and why; empty text when complete
 * @param next {@code before} of the next page, or empty text when there is none
 */
public record DecisionsAnswer(
    List<JsonNode> decisions, boolean complete, String missing, String next) {
  public DecisionsAnswer {
    // Not a copy: they are made one by one, as they are written.
    decisions = Collections.unmodifiableList(decisions);
  }

  /** The decisions as trees, each of which is made when it is asked for and not kept. */
  static List<JsonNode> trees(List<StoredDecision> found) {
    return new AbstractList<>() {
      @Override
      public JsonNode get(int index) {
        return found.get(index).json();
      }

      @Override
      public int size() {
        return found.size();
      }
    };
  }
}
