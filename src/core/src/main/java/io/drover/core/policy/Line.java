package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;

/** Texts that others interpret (queries, commands): one line, not blank. */
final class Line {
  private static final int LONGEST = 4096;

  private Line() {}

  /** Returns {@code text} when it is one. */
  static String parse(String text) {
    if (text.isBlank()
        || text.length() > LONGEST
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new MalformedValueException(text, "one line of text, at most 4096 characters");
    }
    return text;
  }
}
