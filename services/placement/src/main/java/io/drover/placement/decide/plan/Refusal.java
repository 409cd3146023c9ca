package io.drover.placement.decide.plan;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What ruled one node out for a task: the first of Swarm's filters that it did not pass.
 *
 * @param node the node's name
 * @param filter the filter
 * @param why in words that group nodes: "insufficient cpu"
 * @param detail the numbers: "needs 2, 500m of 4 is free"; empty text when there are none
 */
public record Refusal(String node, Filter filter, String why, String detail) {

  /** The filters, in the order in which Swarm tries them; our own come last. */
  public enum Filter {
    /** The node is not ready, or paused or drained. */
    AVAILABLE,
    /** CPU, memory and generic resources. */
    RESOURCES,
    /** Volume and log plugins. */
    PLUGIN,
    /** Placement constraints. */
    CONSTRAINT,
    /** Operating system and architecture of the image. */
    PLATFORM,
    /** Ports published on the node. */
    HOST_PORT,
    /** Most tasks of the service on one node. */
    MAX_PER_NODE,
    /** Drover's budgets of storage operations and bandwidth. */
    BUDGET
  }

  public Refusal {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(filter, "filter");
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(detail, "detail");
  }

  /** All refusals in one line, what rules out most nodes first. */
  static String grouped(List<Refusal> refusals) {
    if (refusals.isEmpty()) {
      return "there is no node";
    }
    Map<String, Integer> nodes = new LinkedHashMap<>();
    refusals.forEach(refusal -> nodes.merge(refusal.why(), 1, Integer::sum));
    return nodes.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(
            group ->
                "%s on %d %s"
                    .formatted(
                        group.getKey(), group.getValue(), group.getValue() == 1 ? "node" : "nodes"))
        .collect(Collectors.joining(", "));
  }
}
