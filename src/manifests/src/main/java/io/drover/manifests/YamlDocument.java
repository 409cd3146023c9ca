package io.drover.manifests;

import com.fasterxml.jackson.databind.node.NullNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * One document of a YAML file, not yet parsed.
 *
 * @param file the file
 * @param linesBefore how many of its lines come before this document
 * @param text the document, without the marker in front of it
 */
record YamlDocument(String file, int linesBefore, String text) {
  // Few enough that aliases of aliases can't grow a small file into a large tree.
  private static final int MOST_ALIASES = 10;

  /** Cuts a file at its document markers, so that an error in one document stays there. */
  static List<YamlDocument> split(String file, String text) {
    List<YamlDocument> documents = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    int start = 0;
    String[] lines = text.replace("\uFEFF", "").split("\r\n|\r|\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].matches("---(?:[ \t].*)?")) {
        documents.add(new YamlDocument(file, start, current.toString()));
        current.setLength(0);
        start = i;
        // What follows the marker on its line belongs to the document.
        current.append("   ").append(lines[i].substring(3)).append('\n');
      } else {
        current.append(lines[i]).append('\n');
      }
    }
    documents.add(new YamlDocument(file, start, current.toString()));
    return documents;
  }

  /** Whether it holds nothing but what may stand in front of a file's first marker. */
  boolean isPreamble() {
    return text.lines().allMatch(line -> line.isBlank() || line.matches("(?:[ \t]*#|%).*"));
  }

  /** Parses it; what is not YAML is a problem of the tree. */
  YamlTree parse() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MOST_ALIASES);
    try {
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      return YamlTree.of(file, linesBefore, text.length(), root);
    } catch (MarkedYAMLException notYaml) {
      Mark mark = notYaml.getProblemMark();
      int line = mark == null ? 0 : mark.getLine();
      return broken(line, notYaml.getProblem());
    } catch (YAMLException notText) {
      return broken(0, notText.getMessage().lines().findFirst().orElse("unreadable"));
    }
  }

  private YamlTree broken(int line, String message) {
    ManifestProblem problem =
        new ManifestProblem(file, linesBefore + line + 1, "not YAML: " + message);
    return new YamlTree(NullNode.getInstance(), Map.of(), List.of(problem));
  }
}
