package io.drover.journal;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;

/**
 * A place in the journal's order, and with that the cursor of a page.
 *
 * @param at when it was decided, to the microsecond
 * @param seq the number in its instance
 * @param id the decision's id, which settles ties; compared byte by byte
 */
public record Position(Instant at, long seq, String id) implements Comparable<Position> {
  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::at)
          .thenComparingLong(Position::seq)
          .thenComparing(p -> p.id().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  /** As text for a query parameter; opaque to clients. */
  public String toCursor() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((at + " " + seq + " " + id).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a cursor.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static Position ofCursor(String cursor) {
    String[] parts =
        new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", 3);
    try {
      return new Position(Instant.parse(parts[0]), Long.parseLong(parts[1]), parts[2]);
    } catch (DateTimeException | ArrayIndexOutOfBoundsException notACursor) {
      throw new IllegalArgumentException("not a cursor: " + cursor, notACursor);
    }
  }
}
