package io.drover.placement.observe.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What the agents tell of their nodes.
 *
 * @param byNode the answers to {@code GET /v1/node}, by the node's id
 * @param failures one line for each agent that did not answer
 */
public record NodeFactsReport(Map<String, JsonNode> byNode, List<String> failures) {
  public NodeFactsReport {
    byNode = Map.copyOf(byNode);
    failures = List.copyOf(failures);
  }
}
