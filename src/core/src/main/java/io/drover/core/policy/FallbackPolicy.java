package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a service gets when its metrics stay unknown: at least so many tasks. What it has beyond
 * that it keeps, for nothing is ever taken away for want of data.
 *
 * @param replicas at least so many tasks; within the bounds that hold at the time
 * @param failures after so many rounds in a row without a result
 */
public record FallbackPolicy(int replicas, int failures) implements Concern {
  /** Nothing happens for want of data. */
  public static final FallbackPolicy NONE = new FallbackPolicy(0, Integer.MAX_VALUE);

  private static final Pattern SYNTAX = Pattern.compile("([^ ]+) after ([^ ]+)");

  /**
   * Reads {@code 4 after 30}; {@code toString} writes it back.
   *
   * @throws MalformedValueException when the text is not that
   */
  public static FallbackPolicy parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      throw new MalformedValueException(text, "TASKS after ROUNDS, for example 4 after 30");
    }
    return new FallbackPolicy(
        (int) WholeNumber.parse(parts.group(1), 1, Integer.MAX_VALUE),
        (int) WholeNumber.parse(parts.group(2), 1, Integer.MAX_VALUE));
  }

  /** Whether it is due after so many rounds in a row without a result. */
  public boolean isDue(int failed) {
    return replicas > 0 && failed >= failures;
  }

  @Override
  public String toString() {
    return replicas + " after " + failures;
  }
}
