package io.drover.placement.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Bandwidth;
import io.drover.core.model.NodeView;
import io.drover.core.placement.NodeTraits;
import io.drover.core.placement.Platform;
import io.drover.engine.EngineReader;
import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.Budget;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.Plugin;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** One object of {@code GET /nodes} as a node of a plan. */
final class NodeReader {
  private NodeReader() {}

  /** What each node is called, by its id. */
  static Map<String, String> names(List<JsonNode> nodes) {
    Map<String, Integer> hosts = new HashMap<>();
    nodes.forEach(node -> hosts.merge(EngineReader.node(node).hostname(), 1, Integer::sum));
    Map<String, String> names = new HashMap<>();
    for (JsonNode json : nodes) {
      NodeView node = EngineReader.node(json);
      boolean unique = !node.hostname().isEmpty() && hosts.get(node.hostname()) == 1;
      names.put(node.id(), unique ? node.hostname() : node.id());
    }
    return names;
  }

  static PlanNode read(JsonNode json, Map<String, String> names, NodeInventory inventory) {
    NodeView node = EngineReader.node(json);
    JsonNode description = json.path("Description");
    OptionalLong iops = inventory.iops(node.hostname());
    Optional<Bandwidth> bandwidth = inventory.bandwidth(node.hostname());
    Set<Budget> untold = EnumSet.noneOf(Budget.class);
    if (iops.isEmpty()) {
      untold.add(Budget.IOPS);
    }
    if (bandwidth.isEmpty()) {
      untold.add(Budget.BANDWIDTH);
    }
    Amounts offers =
        new Amounts(
            node.cpu(),
            node.memory(),
            iops.orElse(0),
            bandwidth.orElse(new Bandwidth(0)),
            GenericReader.read(description.path("Resources").path("GenericResources")));
    return new PlanNode(
        names.get(node.id()),
        facts(node, description),
        unavailable(node),
        offers,
        untold,
        plugins(description));
  }

  private static NodeTraits facts(NodeView node, JsonNode description) {
    JsonNode platform = description.path("Platform");
    return new NodeTraits(
        node.id(),
        node.hostname(),
        node.role(),
        node.address(),
        new Platform(platform.path("OS").asText(""), platform.path("Architecture").asText("")),
        node.labels(),
        texts(description.path("Engine").path("Labels")));
  }

  private static String unavailable(NodeView node) {
    if (!node.isReady()) {
      return node.state().isEmpty() ? "state not told" : node.state();
    }
    return node.availability().equals("active") ? "" : node.availability();
  }

  private static List<Plugin> plugins(JsonNode description) {
    List<Plugin> plugins = new ArrayList<>();
    for (JsonNode plugin : description.path("Engine").path("Plugins")) {
      plugins.add(new Plugin(plugin.path("Type").asText(""), plugin.path("Name").asText("")));
    }
    return plugins;
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object.properties().forEach(one -> texts.put(one.getKey(), one.getValue().asText("")));
    return texts;
  }
}
