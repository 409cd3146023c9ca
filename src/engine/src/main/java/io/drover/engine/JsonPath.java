package io.drover.engine;

import java.util.Arrays;
import java.util.List;

/** Reads JSON pointers (RFC 6901). */
final class JsonPath {
  private JsonPath() {}

  /**
   * The names on the way, from the root; none for the empty pointer.
   *
   * @throws IllegalArgumentException when it doesn't begin with a slash
   */
  static List<String> names(String pointer) {
    if (pointer.isEmpty()) {
      return List.of();
    }
    if (!pointer.startsWith("/")) {
      throw new IllegalArgumentException("a JSON pointer begins with a slash: " + pointer);
    }
    return Arrays.stream(pointer.substring(1).split("/", -1))
        .map(name -> name.replace("~1", "/").replace("~0", "~"))
        .toList();
  }
}
