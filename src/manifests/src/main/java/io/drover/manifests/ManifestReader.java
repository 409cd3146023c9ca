package io.drover.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.MalformedValueException;
import io.drover.manifests.Manifest.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads files of Kubernetes objects; everything that is wrong is reported at once. */
public final class ManifestReader {

  /**
   * What a file held.
   *
   * @param manifests the objects that are whole, in their order
   * @param problems what is wrong with the others, in the order of the lines
   */
  public record Contents(List<Manifest> manifests, List<ManifestProblem> problems) {
    public Contents {
      manifests = List.copyOf(manifests);
      problems = List.copyOf(problems);
    }
  }

  private ManifestReader() {}

  /**
   * Reads YAML of any number of documents; never throws. A document that is not YAML does not hide
   * the ones after it.
   *
   * @param file its name, for problems
   * @param text its content
   */
  public static Contents read(String file, String text) {
    List<Manifest> manifests = new ArrayList<>();
    List<ManifestProblem> problems = new ArrayList<>();
    for (YamlDocument document : YamlDocument.split(file, text)) {
      YamlTree tree = document.parse();
      List<ManifestProblem> found = new ArrayList<>(tree.problems());
      if (found.isEmpty() && !tree.root().isNull()) {
        Manifest manifest = manifest(tree.root(), new Source(file, tree.lines()), found);
        if (found.isEmpty()) {
          manifests.add(manifest);
        }
      }
      problems.addAll(found);
    }
    return new Contents(manifests, problems);
  }

  private static Manifest manifest(JsonNode root, Source source, List<ManifestProblem> problems) {
    if (!root.isObject()) {
      problems.add(source.problem("", "expected a Kubernetes object with apiVersion and kind"));
    }
    boolean isObject = root.isObject();
    return new Manifest(
        isObject ? text(root, "/apiVersion", source, problems) : "",
        isObject ? text(root, "/kind", source, problems) : "",
        isObject ? text(root, "/metadata/name", source, problems) : "",
        root.at("/metadata/namespace").isMissingNode()
            ? ""
            : text(root, "/metadata/namespace", source, problems),
        texts(root, "/metadata/labels", source, problems),
        texts(root, "/metadata/annotations", source, problems),
        root,
        source);
  }

  private static String text(
      JsonNode root, String pointer, Source source, List<ManifestProblem> problems) {
    JsonNode node = root.at(pointer);
    if (node.isTextual() && !node.textValue().isBlank()) {
      return node.textValue();
    }
    String what = pointer.substring(1).replace('/', '.');
    String found = node.isMissingNode() ? "" : " in place of " + shown(node);
    problems.add(source.problem(pointer, what + ": expected a text" + found));
    return "";
  }

  private static Map<String, String> texts(
      JsonNode root, String pointer, Source source, List<ManifestProblem> problems) {
    JsonNode node = root.at(pointer);
    Map<String, String> texts = new LinkedHashMap<>();
    if (node.isMissingNode() || node.isNull()) {
      return texts;
    }
    String what = pointer.substring(1).replace('/', '.');
    if (!node.isObject()) {
      problems.add(source.problem(pointer, what + ": expected texts by key"));
    }
    node.properties()
        .forEach(
            entry -> {
              if (entry.getValue().isTextual()) {
                texts.put(entry.getKey(), entry.getValue().textValue());
                return;
              }
              problems.add(
                  source.problem(
                      pointer + "/" + YamlTree.escaped(entry.getKey()),
                      "%s: %s: expected a text in place of %s (quote it)"
                          .formatted(what, entry.getKey(), shown(entry.getValue()))));
            });
    return texts;
  }

  private static String shown(JsonNode node) {
    return MalformedValueException.quote(node.isTextual() ? node.textValue() : node.toString());
  }
}
