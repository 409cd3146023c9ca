package io.drover.archive;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Names to leave out: {@code *} and {@code ?} within a part, {@code **} across parts, {@code
 * [a-z]}, {@code {a,b}}. With a slash in it a pattern is held against the whole path from the
 * volume's root; without one against the last part, in every folder. What is left out of a folder's
 * content goes with the folder.
 */
final class Glob {
  private static final int LONGEST = 4096;

  private final Pattern pattern;
  private final boolean whole;

  private Glob(Pattern pattern, boolean whole) {
    this.pattern = pattern;
    this.whole = whole;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Glob of(String text) {
    String bare = text.startsWith("/") ? text.substring(1) : text;
    if (bare.isEmpty() || bare.length() > LONGEST) {
      throw new IllegalArgumentException("exclude: '%s' names nothing".formatted(text));
    }
    try {
      return new Glob(Pattern.compile(translated(bare), Pattern.DOTALL), text.contains("/"));
    } catch (java.util.regex.PatternSyntaxException wrong) {
      throw new IllegalArgumentException("exclude: '%s' is no pattern".formatted(text), wrong);
    }
  }

  static boolean anyMatches(List<Glob> globs, EntryName name) {
    if (globs.isEmpty() || name.isRoot()) {
      return false;
    }
    String path = name.toString();
    String last = path.substring(path.lastIndexOf('/') + 1);
    return globs.stream()
        .anyMatch(glob -> glob.pattern.matcher(glob.whole ? path : last).matches());
  }

  private static String translated(String glob) {
    StringBuilder regex = new StringBuilder();
    boolean choice = false;
    boolean set = false;
    for (int i = 0; i < glob.length(); i++) {
      char one = glob.charAt(i);
      if (set) {
        set = one != ']';
        regex.append(one == '\\' || one == '[' || one == '&' ? "\\" + one : String.valueOf(one));
      } else if (one == '*' && i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
        boolean folders = i + 2 < glob.length() && glob.charAt(i + 2) == '/';
        regex.append(folders ? "(?:.*/)?" : ".*");
        i += folders ? 2 : 1;
      } else if (one == '[') {
        set = true;
        boolean not = i + 1 < glob.length() && glob.charAt(i + 1) == '!';
        regex.append(not ? "[^/" : "[");
        i += not ? 1 : 0;
      } else if (one == '{') {
        choice = true;
        regex.append("(?:");
      } else if (one == '}' && choice) {
        choice = false;
        regex.append(')');
      } else if (one == ',' && choice) {
        regex.append('|');
      } else {
        regex.append(plain(one));
      }
    }
    return regex.toString();
  }

  private static String plain(char one) {
    return switch (one) {
      case '*' -> "[^/]*";
      case '?' -> "[^/]";
      default -> Pattern.quote(String.valueOf(one));
    };
  }
}
