package io.drover.core.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the label that an unknown key was probably meant to be. */
final class NearestKey {
  private static final int COMPARED_CHARACTERS = 200;

  private NearestKey() {}

  /** What an operator should read about a key that is not in the vocabulary. */
  static String hint(String unknown) {
    String key = unknown.substring(0, Math.min(unknown.length(), COMPARED_CHARACTERS));
    String lower = key.strip().toLowerCase(Locale.ROOT);
    Label<?> nearest =
        Vocabulary.all().stream()
            .min(
                // The beginning of a key, up to a dot, is one that was not written to its end.
                Comparator.<Label<?>, Boolean>comparing(
                        label -> !label.key().startsWith(lower + "."))
                    .thenComparingInt(label -> edits(lower, guess(label, lower)))
                    .thenComparingInt(label -> -commonPrefix(lower, label.key())))
            .orElseThrow();
    String name = nameIn(nearest, key);
    if (nearest.isNamed() && !name.isEmpty() && nearest.keyFor(name).equals(unknown)) {
      return "a name of " + Label.NAME_GRAMMAR + " (at most 128 characters) in " + nearest.key();
    }
    String meant = nearest.keyFor(name);
    return "a known key; the nearest is "
        + (nearest.match(meant).isPresent() ? meant : nearest.key());
  }

  /** The label's key as it would be with the chosen name that {@code unknown} seems to hold. */
  private static String guess(Label<?> label, String unknown) {
    return label.keyFor(nameIn(label, unknown));
  }

  /** What stands in {@code unknown} where the label has its chosen name; empty text if nothing. */
  private static String nameIn(Label<?> label, String unknown) {
    int place = List.of(label.key().split("\\.")).indexOf(Label.NAME);
    String[] segments = unknown.split("\\.", -1);
    return place >= 0 && place < segments.length ? segments[place] : "";
  }

  private static int commonPrefix(String a, String b) {
    int length = 0;
    while (length < a.length() && length < b.length() && a.charAt(length) == b.charAt(length)) {
      length++;
    }
    return length;
  }

  /** Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours. */
  private static int edits(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        cost[i][j] =
            Math.min(
                Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
