package io.drover.journal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What an answer of {@link DecisionsWriter} is; nothing ever holds one.
 *
 * @param decisions newest first; each as {@link io.drover.journal.DecisionJson} writes it
 * @param complete whether everything that was asked for could be asked
 * @param missing what could not, and why; empty text when complete
 * @param next {@code before} of the next page, or empty text when there is none
 */
public record DecisionsAnswer(
    List<JsonNode> decisions, boolean complete, String missing, String next) {
  public DecisionsAnswer {
    decisions = List.copyOf(decisions);
  }
}
