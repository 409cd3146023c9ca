package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One field of a {@link Cron}.
 *
 * @param text as it was written, in upper case
 * @param values the numbers that match; at least one
 */
public record CronField(String text, SortedSet<Integer> values) {
  private static final Pattern ITEM =
      Pattern.compile("(?:(\\*)|([0-9A-Za-z]{1,3})(?:-([0-9A-Za-z]{1,3}))?)(?:/([0-9]{1,2}))?");

  public CronField {
    values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
  }

  /** Whether the field starts with {@code *}, which decides how the two day fields combine. */
  public boolean isOpen() {
    return text.startsWith("*");
  }

  /**
   * Reads one field.
   *
   * @param meaning what its numbers are, for the error
   * @param names names for the numbers from {@code least} on; may be empty
   */
  static CronField parse(String text, String meaning, int least, int most, List<String> names) {
    Bounds bounds = new Bounds(text, meaning, least, most, names);
    SortedSet<Integer> values = new TreeSet<>();
    for (String item : text.split(",", -1)) {
      bounds.addTo(values, item);
    }
    return new CronField(text.toUpperCase(Locale.ROOT), values);
  }

  /** This field with 7, the other number of Sunday, taken as 0. */
  CronField withSundayAsZero() {
    return new CronField(
        text, values.stream().map(day -> day % 7).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Override
  public String toString() {
    return text;
  }

  /** What one kind of field may hold. */
  private record Bounds(String text, String meaning, int least, int most, List<String> names) {

    void addTo(SortedSet<Integer> values, String item) {
      Matcher parts = ITEM.matcher(item);
      if (!parts.matches()) {
        throw malformed();
      }
      boolean all = parts.group(1) != null;
      boolean single = !all && parts.group(3) == null;
      boolean stepped = parts.group(4) != null;
      int from = all ? least : number(parts.group(2), names::indexOf);
      // "5/15" without a range runs to the end, as in Vixie cron's successors.
      int to =
          all || (single && stepped)
              ? most
              : single ? from : number(parts.group(3), names::lastIndexOf);
      int step = stepped ? Integer.parseInt(parts.group(4)) : 1;
      if (from > to || step == 0) {
        throw malformed();
      }
      for (int value = from; value <= to; value += step) {
        values.add(value);
      }
    }

    /** SUN is both 0 and 7: the first in front of a range, the last at its end. */
    private int number(String word, ToIntFunction<String> position) {
      int named = position.applyAsInt(word.toUpperCase(Locale.ROOT));
      if (named >= 0) {
        return least + named;
      }
      if (word.chars().allMatch(c -> c >= '0' && c <= '9')) {
        int number = Integer.parseInt(word);
        if (number >= least && number <= most) {
          return number;
        }
      }
      throw malformed();
    }

    private MalformedValueException malformed() {
      return new MalformedValueException(text, meaning + ", *, a list, a range or a step");
    }
  }
}
