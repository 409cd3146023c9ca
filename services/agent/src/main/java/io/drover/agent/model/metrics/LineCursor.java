package io.drover.agent.model.metrics;

/** Goes through one line of a page. */
final class LineCursor {
  private final String text;
  private final int line;
  private int at;

  LineCursor(String text, int line) {
    this.text = text;
    this.line = line;
  }

  /** A metric's or label's name. */
  String name() {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at), at > start)) {
      at++;
    }
    if (at == start) {
      throw malformed("expected a name");
    }
    return text.substring(start, at);
  }

  private static boolean isNamePart(char c, boolean digits) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || c == ':'
        || (digits && c >= '0' && c <= '9');
  }

  /** What comes behind a name can only be labels or a value. */
  void expectEndOfName() {
    if (at == text.length() || (text.charAt(at) != '{' && !isBlank(text.charAt(at)))) {
      throw malformed("expected labels or a value behind the name");
    }
  }

  /** The labels as they are written, with their braces; empty text where there are none. */
  String labels() {
    skipBlanks();
    if (!take('{')) {
      return "";
    }
    StringBuilder labels = new StringBuilder("{");
    skipBlanks();
    while (!take('}')) {
      labels.append(name());
      skipBlanks();
      expect('=');
      skipBlanks();
      labels.append('=').append(quoted()).append(',');
      skipBlanks();
      if (!take(',') && (at == text.length() || text.charAt(at) != '}')) {
        throw malformed("expected a comma or a closing brace");
      }
      skipBlanks();
    }
    return labels.append('}').toString();
  }

  private String quoted() {
    int start = at;
    expect('"');
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      throw malformed("expected a quote behind a label's value");
    }
    at++;
    return text.substring(start, at);
  }

  /** The value; what may come behind it (a time stamp, an exemplar) is left aside. */
  double value() {
    skipBlanks();
    int start = at;
    while (at < text.length() && !isBlank(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "NaN" -> Double.NaN;
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> number(word);
    };
  }

  private double number(String word) {
    // Java reads more than Go writes: a suffix as in 1d or 1f, and words.
    boolean plain =
        !word.isEmpty()
            && word.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
    try {
      return Double.parseDouble(plain ? word : "");
    } catch (NumberFormatException other) {
      throw malformed("expected a number as the value");
    }
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private boolean take(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw malformed("expected " + c);
    }
  }

  private MalformedPageException malformed(String what) {
    return new MalformedPageException(line, what);
  }
}
