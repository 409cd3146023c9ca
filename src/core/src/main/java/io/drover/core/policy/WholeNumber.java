package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.util.regex.Pattern;

/** Whole numbers in labels: decimal ASCII digits, a minus sign where negative ones make sense. */
final class WholeNumber {
  private static final Pattern SYNTAX = Pattern.compile("-?[0-9]{1,18}");

  private WholeNumber() {}

  /** Reads a number from {@code least} to {@code most}, both included. */
  static long parse(String text, long least, long most) {
    if (SYNTAX.matcher(text).matches()) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new MalformedValueException(text, "a whole number from " + least + " to " + most);
  }
}
