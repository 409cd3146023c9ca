package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.time.Month;
import java.util.List;
import java.util.SortedSet;

/**
 * Five cron fields: minute, hour, day of the month, month, day of the week. Each is {@code *} or a
 * list of numbers, names (JAN, MON), ranges and steps ({@code 1-5}, {@code *&#47;15}). As in every
 * cron, a day matches when either day field does, unless one of them starts with {@code *}: then
 * both must.
 *
 * @param minute 0 to 59
 * @param hour 0 to 23
 * @param dayOfMonth 1 to 31
 * @param month 1 to 12
 * @param dayOfWeek 0 (Sunday) to 6; 7 is read as Sunday
 */
public record Cron(
    CronField minute, CronField hour, CronField dayOfMonth, CronField month, CronField dayOfWeek) {
  static final int FIELDS = 5;

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

  /**
   * Rejects what can never come, such as 30 February.
   *
   * @throws MalformedValueException when no date matches
   */
  public Cron {
    boolean anyWeekday = dayOfWeek.isOpen() || dayOfMonth.isOpen();
    if (anyWeekday && !someMonthIsLongEnough(dayOfMonth.values(), month.values())) {
      throw new MalformedValueException(dayOfMonth + " " + month, "a day that the month has");
    }
  }

  /**
   * Reads five fields.
   *
   * @throws MalformedValueException when the text is not that, or names no date at all
   */
  public static Cron parse(String text) {
    String[] fields = text.split(" +", -1);
    if (fields.length != FIELDS) {
      throw new MalformedValueException(text, "five cron fields: minute hour day month weekday");
    }
    return new Cron(
        CronField.parse(fields[0], "a minute (0-59)", 0, 59, List.of()),
        CronField.parse(fields[1], "an hour (0-23)", 0, 23, List.of()),
        CronField.parse(fields[2], "a day of the month (1-31)", 1, 31, List.of()),
        CronField.parse(fields[3], "a month (1-12 or JAN-DEC)", 1, 12, MONTHS),
        CronField.parse(fields[4], "a day of the week (0-7 or SUN-SAT)", 0, 7, DAYS)
            .withSundayAsZero());
  }

  private static boolean someMonthIsLongEnough(SortedSet<Integer> days, SortedSet<Integer> months) {
    return months.stream().anyMatch(month -> Month.of(month).maxLength() >= days.first());
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return minute + " " + hour + " " + dayOfMonth + " " + month + " " + dayOfWeek;
  }
}
