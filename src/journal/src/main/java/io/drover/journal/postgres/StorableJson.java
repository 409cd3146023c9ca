package io.drover.journal.postgres;

import java.util.regex.Pattern;

/** JSON text as the type {@code jsonb} takes it. */
final class StorableJson {
  private static final String NUL = "\\u0000";

  // Behind an even number of backslashes, for a backslash may be escaped itself.
  private static final Pattern ESCAPED_NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*+)\\\\u0000");

  private StorableJson() {}

  /**
   * The same, with a replacement for each character U+0000. The database would refuse what has one,
   * and everything that is to be stored with it, each time anew.
   */
  static String of(String json) {
    return json.contains(NUL) ? ESCAPED_NUL.matcher(json).replaceAll("$1\\\\ufffd") : json;
  }
}
