package io.drover.placement.act.moves;

import io.drover.placement.decide.moves.Surge;

/** A surge as text: {@code 3 5 3 shop_api}. */
final class SurgeText {
  private SurgeText() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when the text is none
   */
  static Surge parse(String text) {
    String[] parts = text.split(" ", 4);
    if (parts.length < 4) {
      throw new IllegalArgumentException("expected documented, raised, kept and name: " + text);
    }
    return new Surge(
        parts[3],
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]));
  }

  static String write(Surge surge) {
    return "%d %d %d %s"
        .formatted(surge.documented(), surge.raised(), surge.keep(), surge.serviceName());
  }
}
