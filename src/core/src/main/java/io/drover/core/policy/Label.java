package io.drover.core.policy;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One label of the vocabulary.
 *
 * @param <T> what its value becomes
 * @param key the label's key; {@code <name>} stands for a name that the operator chooses
 * @param grammar what its values look like
 * @param example a value
 * @param meaning what it does, and the default
 * @param syntax reads its values
 */
public record Label<T>(
    String key, String grammar, String example, String meaning, Syntax<T> syntax) {
  /** Stands for a chosen name in a key. */
  static final String NAME = "<name>";

  /** What a chosen name looks like. */
  static final String NAME_GRAMMAR = "letters, digits, _ : and -";

  private static final Pattern CHOSEN_NAME = Pattern.compile("[A-Za-z0-9_:-]{1,128}");

  /** Whether the key holds a chosen name. */
  boolean isNamed() {
    return key.contains(NAME);
  }

  /** The key with {@code name} in it. */
  String keyFor(String name) {
    return key.replace(NAME, name);
  }

  /** The chosen name in {@code actual}, empty text where there is none to choose, if it is ours. */
  Optional<String> match(String actual) {
    if (!isNamed()) {
      return actual.equals(key) ? Optional.of("") : Optional.empty();
    }
    int at = key.indexOf(NAME);
    String before = key.substring(0, at);
    String after = key.substring(at + NAME.length());
    if (actual.length() <= before.length() + after.length()
        || !actual.startsWith(before)
        || !actual.endsWith(after)) {
      return Optional.empty();
    }
    String name = actual.substring(before.length(), actual.length() - after.length());
    return CHOSEN_NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }
}
