package io.drover.placement.api;

import io.drover.core.placement.NodeTraits;
import io.drover.core.placement.Platform;
import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.Budget;
import io.drover.placement.decide.plan.PlanNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields of a node. */
final class NodeFields {
  static final String[] KNOWN = {
    "name",
    "cpu",
    "memory",
    "iops",
    "bandwidth",
    "generic",
    "labels",
    "engineLabels",
    "role",
    "address",
    "platform",
    "availability"
  };

  /** Of one that is looked for: how large it has to be is the question. */
  static final String[] ADDITION = {"name", "like", "labels", "engineLabels", "role", "platform"};

  private static final List<String> ROLES = List.of("manager", "worker");

  private NodeFields() {}

  static PlanNode read(StrictFields fields) {
    fields.require("cpu", AmountFields.CPU);
    fields.require("memory", AmountFields.MEMORY);
    Amounts offers = AmountFields.read(fields);
    Set<Budget> untold = EnumSet.noneOf(Budget.class);
    if (!fields.has("iops")) {
      untold.add(Budget.IOPS);
    }
    if (!fields.has("bandwidth")) {
      untold.add(Budget.BANDWIDTH);
    }
    String name = fields.name("name", "a name");
    String availability =
        fields.word("availability", "active", List.of("active", "pause", "drain"));
    return new PlanNode(
        name,
        facts(fields, name),
        availability.equals("active") ? "" : availability,
        offers,
        untold,
        List.of());
  }

  /** What a node to be added is like: another one, or as it says. */
  static PlanNode addition(StrictFields fields, List<PlanNode> nodes) {
    String name = fields.has("name") ? fields.name("name", "a name") : "added";
    if (nodes.stream().anyMatch(node -> node.name().equals(name))) {
      fields.problem("name", "expected a name that no node has, not \"%s\"".formatted(name));
    }
    NodeTraits facts = facts(fields, name);
    if (fields.has("like")) {
      String model = fields.name("like", "the name of a node");
      Optional<PlanNode> same =
          nodes.stream().filter(node -> node.name().equals(model)).findFirst();
      if (same.isEmpty()) {
        fields.problem("like", "expected the name of a node, not \"%s\"".formatted(model));
      }
      if (fields.has("labels")
          || fields.has("engineLabels")
          || fields.has("role")
          || fields.has("platform")) {
        fields.problem("like", "expected either this or what the node is like, not both");
      }
      facts = same.map(node -> called(name, node.facts())).orElse(facts);
    }
    return new PlanNode(name, facts, "", Amounts.NOTHING, Set.of(), List.of());
  }

  private static NodeTraits called(String name, NodeTraits like) {
    return new NodeTraits(
        "", name, like.role(), "", like.platform(), like.labels(), like.engineLabels());
  }

  private static NodeTraits facts(StrictFields fields, String name) {
    return new NodeTraits(
        "",
        name,
        fields.word("role", "worker", ROLES),
        fields.text("address"),
        platform(fields.object("platform", "os", "architecture")),
        fields.textMap("labels"),
        fields.textMap("engineLabels"));
  }

  static Platform platform(StrictFields fields) {
    return new Platform(fields.text("os"), fields.text("architecture"));
  }
}
