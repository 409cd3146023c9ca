package io.drover.core.model;

/**
 * A text that is not in the grammar it was read with. The only exception that our parsers throw.
 */
public final class MalformedValueException extends IllegalArgumentException {
  private static final int SHOWN_CHARACTERS = 80;

  private final String text;
  private final String expected;

  /**
   * An error about one text.
   *
   * @param text what was read, as it was
   * @param expected what would have been right, as a noun phrase
   */
  public MalformedValueException(String text, String expected) {
    super(quote(text) + ": expected " + expected);
    this.text = text;
    this.expected = expected;
  }

  /** What was read, as it was: it may be long, and hold any character. */
  public String text() {
    return text;
  }

  /** What would have been right. */
  public String expected() {
    return expected;
  }

  /**
   * The text in quotes, fit for one line of a log: cut when long, with control and other invisible
   * characters escaped, so that a stray blank or line feed can be seen.
   */
  public static String quote(String text) {
    return '"' + visible(text, SHOWN_CHARACTERS) + '"';
  }

  /**
   * A text that came from outside, fit for one line of a log or a terminal: cut after so many
   * characters, with control and other invisible characters escaped.
   */
  public static String visible(String text, int most) {
    StringBuilder line = new StringBuilder();
    text.codePoints().limit(most).forEach(c -> append(line, c));
    if (text.codePointCount(0, text.length()) > most) {
      line.append("…");
    }
    return line.toString();
  }

  private static void append(StringBuilder line, int c) {
    boolean visible =
        switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          case Character.SPACE_SEPARATOR -> c == ' ';
          default -> true;
        };
    if (visible) {
      line.appendCodePoint(c);
    } else {
      line.append(String.format("\\u{%x}", c));
    }
  }
}
