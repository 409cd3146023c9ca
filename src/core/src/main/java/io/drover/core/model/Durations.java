package io.drover.core.model;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 60s}, {@code 1h30m}, {@code 500ms}, {@code 7d}; units d,
 * h, m, s, ms from the largest to the smallest, each at most once, whole numbers. ISO 8601 ({@code
 * PT5M}) is read too. Never negative. A day is 24 hours.
 */
public final class Durations {
  private static final String EXPECTED = "a duration such as 60s, 5m, 1h30m, 500ms, 7d or PT5M";
  private static final int LONGEST_TEXT = 64;
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,12})s)?(?:([0-9]{1,15})ms)?");
  private static final List<Duration> UNITS =
      List.of(
          Duration.ofDays(1),
          Duration.ofHours(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(1),
          Duration.ofMillis(1));
  private static final List<String> SUFFIXES = List.of("d", "h", "m", "s", "ms");

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws MalformedValueException when the text is not one
   */
  public static Duration parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST_TEXT) {
      throw new MalformedValueException(text, EXPECTED);
    }
    if (text.charAt(0) == 'P') {
      return parseIso(text);
    }
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      throw new MalformedValueException(text, EXPECTED);
    }
    Duration sum = Duration.ZERO;
    for (int i = 0; i < UNITS.size(); i++) {
      String count = parts.group(i + 1);
      if (count != null) {
        sum = sum.plus(UNITS.get(i).multipliedBy(Long.parseLong(count)));
      }
    }
    return sum;
  }

  /**
   * Writes a duration so that {@link #parse} gives it back; a negative one, which it would not
   * read, in ISO 8601.
   */
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.isNegative()
        || duration.toNanosPart() % 1_000_000 != 0
        || duration.toDays() > 999_999_999) {
      return duration.toString();
    }
    StringBuilder text = new StringBuilder();
    Duration rest = duration;
    for (int i = 0; i < UNITS.size(); i++) {
      long count = rest.dividedBy(UNITS.get(i));
      if (count > 0) {
        text.append(count).append(SUFFIXES.get(i));
        rest = rest.minus(UNITS.get(i).multipliedBy(count));
      }
    }
    return text.toString();
  }

  private static Duration parseIso(String text) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException | ArithmeticException notIso) {
      // Falls through to our own error, which says what is expected.
    }
    throw new MalformedValueException(text, EXPECTED);
  }
}
