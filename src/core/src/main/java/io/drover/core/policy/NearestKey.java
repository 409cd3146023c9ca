package io.drover.core.policy;

import java.util.Comparator;
import java.util.Locale;

/** Finds the label that an unknown key was probably meant to be. */
final class NearestKey {
  private static final int COMPARED_CHARACTERS = 200;

  private NearestKey() {}

  /** What an operator should read about a key that is not in the vocabulary. */
  static String hint(String unknown) {
    String nearest =
        Vocabulary.all().stream()
            .min(Comparator.comparingInt(label -> distance(label, unknown)))
            .map(label -> filled(label, unknown, Label.NAME))
            .orElseThrow();
    if (nearest.equals(unknown)) {
      return "a name of " + Label.NAME_GRAMMAR + " (at most 128 characters) in this key";
    }
    return "a known key; the nearest is " + nearest;
  }

  private static int distance(Label<?> label, String unknown) {
    String key = unknown.substring(0, Math.min(unknown.length(), COMPARED_CHARACTERS));
    return edits(
        key.strip().toLowerCase(Locale.ROOT), filled(label, key, "").toLowerCase(Locale.ROOT));
  }

  /** The label's key, with the name that stands in the same place of {@code unknown}, if any. */
  private static String filled(Label<?> label, String unknown, String otherwise) {
    String[] segments = unknown.split("\\.", -1);
    int place =
        label.key().substring(0, Math.max(0, label.key().indexOf(Label.NAME))).split("\\.").length;
    return label.keyFor(place < segments.length ? segments[place] : otherwise);
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
