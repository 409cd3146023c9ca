package io.drover.manifests;

import java.io.StringReader;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The nodes of a stack file. Unlike manifests, stack files are full of anchors and merge keys
 * ({@code <<: *defaults}), which are followed here.
 */
final class StackTree {
  /** One or two for each service; nodes that they stand for are shared, so that nothing grows. */
  private static final int MOST_ALIASES = 10_000;

  /** What a text came to. */
  sealed interface Parsed {}

  /** A mapping. */
  record Root(MappingNode node) implements Parsed {}

  /**
   * No stack file.
   *
   * @param line where, from 1
   */
  record Broken(int line, String message) implements Parsed {}

  private StackTree() {}

  /** Parses a text; never throws. */
  static Parsed parse(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MOST_ALIASES);
    try {
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      return root instanceof MappingNode mapping
          ? new Root(mapping)
          : new Broken(1, "expected a stack file");
    } catch (MarkedYAMLException notYaml) {
      Mark mark = notYaml.getProblemMark();
      return new Broken(mark == null ? 1 : mark.getLine() + 1, "not YAML: " + notYaml.getProblem());
    } catch (YAMLException notText) {
      return new Broken(
          1, "not YAML: " + notText.getMessage().lines().findFirst().orElse("unreadable"));
    }
  }

  /** The mapping under a key, if there is one. */
  static Optional<MappingNode> mapping(Node node, String key) {
    return get(node, key).filter(MappingNode.class::isInstance).map(MappingNode.class::cast);
  }

  /** The node under a key, if there is one. */
  static Optional<Node> get(Node node, String key) {
    return Optional.ofNullable(entries(node).get(key));
  }

  /** The nodes under a mapping's plain keys, merged ones included; a key of its own wins. */
  static Map<String, Node> entries(Node node) {
    Map<String, Node> entries = new LinkedHashMap<>();
    collect(node, entries, Collections.newSetFromMap(new IdentityHashMap<>()));
    return entries;
  }

  /** A mapping that is merged twice adds nothing, and one into itself would never end. */
  private static void collect(Node node, Map<String, Node> into, Set<Node> seen) {
    if (!(node instanceof MappingNode mapping) || !seen.add(mapping)) {
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key && !key.getTag().equals(Tag.MERGE)) {
        into.putIfAbsent(key.getValue(), entry.getValueNode());
      }
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
        merged(entry.getValueNode()).forEach(one -> collect(one, into, seen));
      }
    }
  }

  private static List<Node> merged(Node value) {
    return value instanceof SequenceNode several ? several.getValue() : List.of(value);
  }
}
