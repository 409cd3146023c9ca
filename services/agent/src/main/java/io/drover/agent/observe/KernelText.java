package io.drover.agent.observe;

import io.drover.agent.model.Field;

/** The forms in which the kernel writes numbers. */
final class KernelText {
  /** Cgroup v1 writes "no limit" as the largest page-aligned number. */
  private static final long V1_UNLIMITED = Long.MAX_VALUE - 0xFFFF;

  private KernelText() {}

  /** A number alone; {@code max}, {@code -1} and v1's largest number mean no limit. */
  static Field limit(String text) {
    String word = text.strip();
    if (word.equals("max") || word.startsWith("-")) {
      return new Field.Unlimited();
    }
    return switch (number(word)) {
      case Field.Known(long value) when value >= V1_UNLIMITED -> new Field.Unlimited();
      case Field other -> other;
    };
  }

  /** A number alone. */
  static Field number(String text) {
    String word = text.strip();
    try {
      long value = Long.parseLong(word);
      return value < 0 ? Field.unknown("the kernel wrote " + word) : Field.known(value);
    } catch (NumberFormatException malformed) {
      return Field.unknown("the kernel wrote '" + word + "'");
    }
  }

  /** The number after this key, of lines of {@code key number}. */
  static Field value(String text, String key) {
    int at = text.startsWith(key + " ") ? 0 : text.indexOf("\n" + key + " ") + 1;
    if (at == 0 && !text.startsWith(key + " ")) {
      return Field.unknown("the kernel wrote no " + key);
    }
    int from = at + key.length() + 1;
    int end = text.indexOf('\n', from);
    return number(end < 0 ? text.substring(from) : text.substring(from, end));
  }

  /** A known number times so much; others stay. */
  static Field times(Field field, long factor) {
    return field instanceof Field.Known(long value) ? Field.known(value * factor) : field;
  }
}
