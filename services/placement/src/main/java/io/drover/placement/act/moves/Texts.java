package io.drover.placement.act.moves;

import io.drover.engine.Engine;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The labels of a config object; what is missing or wrong is an IllegalArgumentException. */
record Texts(Engine.ConfigObject object) {

  String text(String key) {
    String text = object.labels().get(key);
    if (text == null) {
      throw new IllegalArgumentException("the label " + key + " is missing");
    }
    return text;
  }

  Instant moment(String key) {
    return moment(key, text(key));
  }

  static Instant moment(String key, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException malformed) {
      throw new IllegalArgumentException("the label " + key + " is no moment: " + text, malformed);
    }
  }

  /** All labels under a prefix, by what comes after it. */
  Map<String, String> under(String prefix) {
    Map<String, String> found = new TreeMap<>();
    object
        .labels()
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
              }
            });
    return found;
  }
}
