package io.drover.manifests;

/**
 * Where something stands, or would have to.
 *
 * @param path for people: {@code spec.metrics[0].type}
 * @param pointer JSON pointer
 */
public record Place(String path, String pointer) {
  /** The document itself. */
  public static final Place ROOT = new Place("", "");

  Place field(String name) {
    return new Place(
        path.isEmpty() ? name : path + "." + name, pointer + "/" + YamlTree.escaped(name));
  }

  Place element(int index) {
    return new Place(path + "[" + index + "]", pointer + "/" + index);
  }
}
