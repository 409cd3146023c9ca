package io.drover.core.policy;

import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which backups are kept: {@code last=3,daily=7,weekly=4,monthly=12,within=30d}. A backup is kept
 * when any rule wants it; without rules nothing is ever removed.
 *
 * @param rules each kind at most once
 */
public record Retention(List<Rule> rules) {
  private static final String EXPECTED =
      "rules such as last=3,daily=7,weekly=4,monthly=12,within=30d, each once";

  /** Everything is kept. */
  public static final Retention EVERYTHING = new Retention(List.of());

  /** A reason to keep a backup. */
  public sealed interface Rule {
    /** The newest of each of the last {@code count} spans. */
    record Newest(Span span, int count) implements Rule {
      @Override
      public String toString() {
        return Word.of(span) + "=" + count;
      }
    }

    /** Everything younger than {@code age}. */
    record Within(Duration age) implements Rule {
      @Override
      public String toString() {
        return "within=" + Durations.format(age);
      }
    }
  }

  /** What one backup is kept for. */
  public enum Span {
    /** Each backup by itself. */
    LAST,
    DAILY,
    WEEKLY,
    MONTHLY
  }

  public Retention {
    rules = List.copyOf(rules);
  }

  /**
   * Reads at least one rule; {@code toString} writes them back.
   *
   * @throws MalformedValueException when the text is not that
   */
  public static Retention parse(String text) {
    List<Rule> rules = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (String item : CommaList.parse(text)) {
      String[] parts = item.split("=", -1);
      if (parts.length != 2 || seen.contains(parts[0])) {
        throw new MalformedValueException(text, EXPECTED);
      }
      seen.add(parts[0]);
      rules.add(rule(parts[0], parts[1]));
    }
    return new Retention(rules);
  }

  private static Rule rule(String kind, String amount) {
    if (!kind.equals("within")) {
      return new Rule.Newest(
          Word.parse(Span.class, kind), (int) WholeNumber.parse(amount, 1, Integer.MAX_VALUE));
    }
    Duration age = Durations.parse(amount);
    if (age.isZero()) {
      throw new MalformedValueException(amount, "an age of more than 0");
    }
    return new Rule.Within(age);
  }

  @Override
  public String toString() {
    return rules.stream().map(Rule::toString).collect(Collectors.joining(","));
  }
}
