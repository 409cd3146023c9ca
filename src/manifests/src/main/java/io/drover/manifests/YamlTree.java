package io.drover.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML document as JSON, with the line of each of its parts.
 *
 * @param root the document; null for an empty one
 * @param lines lines in the file, from 1, by JSON pointer
 * @param problems what JSON can't say, or should not
 */
record YamlTree(JsonNode root, Map<String, Integer> lines, List<ManifestProblem> problems) {

  /**
   * Pointers hold all keys above, so that a small document of long keys could fill any memory with
   * them. Those of manifests together are about three times as long as the document.
   */
  private static final long MOST_POINTERS = 16;

  private static final long SPARE = 4096;

  /**
   * Converts a composed document; {@code root} is null for an empty one.
   *
   * @param length characters in the document
   */
  static YamlTree of(String file, int linesBefore, int length, Node root) {
    Conversion conversion = new Conversion(file, linesBefore, length * MOST_POINTERS + SPARE);
    JsonNode json =
        root == null ? JsonNodeFactory.instance.nullNode() : conversion.convert(root, "");
    return new YamlTree(json, conversion.lines, conversion.problems);
  }

  /** A key as a token of a JSON pointer (RFC 6901). */
  static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  /** One walk over the nodes. */
  private static final class Conversion {
    private final String file;
    private final int linesBefore;
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final List<ManifestProblem> problems = new ArrayList<>();
    private long left;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final JsonNodeFactory json = JsonNodeFactory.instance;

    Conversion(String file, int linesBefore, long left) {
      this.file = file;
      this.linesBefore = linesBefore;
      this.left = left;
    }

    JsonNode convert(Node node, String pointer) {
      lines.putIfAbsent(pointer, line(node));
      if (left < 0) {
        return json.nullNode();
      }
      left -= pointer.length();
      if (left < 0) {
        problem(node, "has keys that are too long, too deep inside of each other");
        return json.nullNode();
      }
      if (!open.add(node)) {
        problem(node, "an alias inside of what it stands for");
        return json.nullNode();
      }
      JsonNode converted =
          switch (node) {
            case MappingNode mapping -> object(mapping, pointer);
            case SequenceNode sequence -> array(sequence, pointer);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new IllegalStateException("not composed: " + node.getNodeId());
          };
      open.remove(node);
      return converted;
    }

    private ObjectNode object(MappingNode mapping, String pointer) {
      ObjectNode object = json.objectNode();
      for (NodeTuple entry : mapping.getValue()) {
        if (left < 0) {
          break;
        }
        if (!(entry.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.MERGE)) {
          problem(entry.getKeyNode(), "expected a plain key");
          continue;
        }
        if (object.has(key.getValue())) {
          problem(key, "the key " + key.getValue() + " is there twice");
          continue;
        }
        String child = pointer + "/" + escaped(key.getValue());
        lines.put(child, line(key));
        object.set(key.getValue(), convert(entry.getValueNode(), child));
      }
      return object;
    }

    private ArrayNode array(SequenceNode sequence, String pointer) {
      ArrayNode array = json.arrayNode();
      for (Node item : sequence.getValue()) {
        if (left < 0) {
          break;
        }
        array.add(convert(item, pointer + "/" + array.size()));
      }
      return array;
    }

    /** Numbers stay exact; what only old YAML takes for one (0777, 1:30) stays a text. */
    private JsonNode scalar(ScalarNode scalar) {
      String text = scalar.getValue();
      Tag tag = scalar.getTag();
      if (tag.equals(Tag.NULL)) {
        return json.nullNode();
      }
      if (tag.equals(Tag.BOOL)) {
        return json.booleanNode(
            Set.of("true", "yes", "on").contains(text.toLowerCase(Locale.ROOT)));
      }
      if (tag.equals(Tag.INT) && text.matches("-?(?:0|[1-9][0-9]{0,99})")) {
        BigInteger number = new BigInteger(text);
        return number.bitLength() < Long.SIZE
            ? json.numberNode(number.longValue())
            : json.numberNode(number);
      }
      if (tag.equals(Tag.FLOAT) && text.matches("-?[0-9]{1,99}\\.[0-9]{1,99}")) {
        return json.numberNode(new BigDecimal(text));
      }
      return json.textNode(text);
    }

    private void problem(Node node, String message) {
      problems.add(new ManifestProblem(file, line(node), message));
    }

    private int line(Node node) {
      return linesBefore + node.getStartMark().getLine() + 1;
    }
  }
}
