package io.drover.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * YAML files of Drover's own: one document, in which a field that nobody knows is a mistake, and so
 * is a second document, which would be followed in place of the first.
 */
public final class StrictYaml {
  private StrictYaml() {}

  /**
   * Reads a text; never throws.
   *
   * @param reader takes the document's fields and reports what is wrong with them; not called for
   *     what is not YAML
   * @return everything that is wrong, each with its line
   */
  public static List<ManifestProblem> read(String file, String text, Consumer<JsonFields> reader) {
    List<YamlDocument> documents = new ArrayList<>(YamlDocument.split(file, text));
    // The marker in front of a first document leaves an empty one before it.
    if (documents.size() > 1 && documents.getFirst().isPreamble()) {
      documents.removeFirst();
    }
    if (documents.size() > 1) {
      int line = documents.get(1).linesBefore() + 1;
      return List.of(new ManifestProblem(file, line, "several YAML documents: expected one"));
    }
    YamlTree tree = documents.getFirst().parse();
    List<ManifestProblem> problems = new ArrayList<>(tree.problems());
    if (!problems.isEmpty()) {
      return problems;
    }
    Manifest.Source source = new Manifest.Source(file, tree.lines());
    Mistakes mistakes =
        new Mistakes() {
          @Override
          public void add(Place place, String what) {
            problems.add(source.problem(place.pointer(), place.path() + ": " + what));
          }

          @Override
          public boolean unknownFields() {
            return true;
          }
        };
    reader.accept(JsonFields.of(tree.root(), Place.ROOT, mistakes));
    return problems;
  }
}
