package io.drover.manifests;

import java.util.List;

/** Takes what is wrong. */
public interface Mistakes {

  /** Takes one. */
  void add(Place place, String what);

  /** Whether a field that nobody knows is one. */
  default boolean unknownFields() {
    return false;
  }

  /** Adds them as lines of text; unknown fields are none. */
  static Mistakes asText(List<String> problems) {
    return (place, what) ->
        problems.add(place.path().isEmpty() ? what : place.path() + ": " + what);
  }
}
