package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bounds that replace a service's own while a schedule's window is open. */
public sealed interface ReplicaBounds {

  /**
   * The lower bound alone.
   *
   * @param min at least 1
   */
  record AtLeast(int min) implements ReplicaBounds {
    @Override
    public String toString() {
      return "min=" + min;
    }
  }

  /**
   * The upper bound alone.
   *
   * @param max at least 1
   */
  record AtMost(int max) implements ReplicaBounds {
    @Override
    public String toString() {
      return "max=" + max;
    }
  }

  /**
   * Both.
   *
   * @param min at least 1
   * @param max not below {@code min}
   */
  record Between(int min, int max) implements ReplicaBounds {
    public Between {
      if (max < min) {
        throw new MalformedValueException("min=" + min + " max=" + max, "min not above max");
      }
    }

    @Override
    public String toString() {
      return "min=" + min + " max=" + max;
    }
  }

  /** The fewest tasks in the window, given the fewest outside it. */
  default int minOr(int otherwise) {
    return switch (this) {
      case AtLeast(int min) -> min;
      case AtMost ignored -> otherwise;
      case Between(int min, int max) -> min;
    };
  }

  /** The most tasks in the window, given the most outside it. */
  default int maxOr(int otherwise) {
    return switch (this) {
      case AtLeast ignored -> otherwise;
      case AtMost(int max) -> max;
      case Between(int min, int max) -> max;
    };
  }

  /**
   * Reads {@code min=4}, {@code max=10} or both in this order; {@code toString} writes it back.
   *
   * @throws MalformedValueException when the text is not that
   */
  static ReplicaBounds parse(String text) {
    Matcher parts = Pattern.compile("(?:min=([^ ]+))?( ?)(?:max=([^ ]+))?").matcher(text);
    boolean known = parts.matches();
    String min = known ? parts.group(1) : null;
    String max = known ? parts.group(3) : null;
    boolean both = min != null && max != null;
    if (!known || (min == null && max == null) || both == parts.group(2).isEmpty()) {
      throw new MalformedValueException(text, "min=N, max=N or min=N max=N");
    }
    if (both) {
      return new Between(count(min), count(max));
    }
    return min != null ? new AtLeast(count(min)) : new AtMost(count(max));
  }

  private static int count(String text) {
    return (int) WholeNumber.parse(text, 1, Integer.MAX_VALUE);
  }
}
