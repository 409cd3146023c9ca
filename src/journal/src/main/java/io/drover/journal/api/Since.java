package io.drover.journal.api;

import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import io.drover.journal.DecisionQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** The query parameter {@code since}: a time, or how long ago. */
public final class Since {
  private static final String EXPECTED =
      "a time such as 2026-01-01T12:00:00Z or a duration such as 1h";

  private Since() {}

  /**
   * The moment that is meant, to the microsecond, as decisions are found by; not before 1970.
   *
   * @throws MalformedValueException when the text is neither
   */
  public static Instant parse(String text, Instant now) {
    try {
      Instant wanted =
          !text.isEmpty() && Character.isDigit(text.charAt(0)) && text.indexOf('T') > 0
              ? OffsetDateTime.parse(text).toInstant()
              : now.minus(Durations.parse(text));
      // Nothing is older, and PostgreSQL knows no time that is much older.
      return wanted.isBefore(Instant.EPOCH) ? Instant.EPOCH : latest(wanted);
    } catch (DateTimeException | MalformedValueException | ArithmeticException wrong) {
      throw new MalformedValueException(text, EXPECTED);
    }
  }

  /** Not after everything. */
  private static Instant latest(Instant wanted) {
    Instant end = DecisionQuery.END.at();
    return wanted.isAfter(end) ? end : wanted.truncatedTo(ChronoUnit.MICROS);
  }
}
