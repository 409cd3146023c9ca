package io.drover.core.policy;

import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast a service may change: {@code 4/60s} is four tasks, {@code 50%/60s} half of them, within
 * any minute.
 */
public sealed interface ReplicaPolicy {
  /** The longest period, as in Kubernetes. */
  Duration LONGEST_PERIOD = Duration.ofSeconds(1800);

  /** The span over which changes are counted; whole seconds, 1 s to 1800 s. */
  Duration period();

  /**
   * At most so many tasks.
   *
   * @param count more than zero
   * @param period see {@link #period()}
   */
  record Tasks(int count, Duration period) implements ReplicaPolicy {
    public Tasks {
      check(count, period);
    }

    @Override
    public String toString() {
      return count + "/" + period.toSeconds() + "s";
    }
  }

  /**
   * At most this part of the tasks.
   *
   * @param percent more than zero
   * @param period see {@link #period()}
   */
  record Percent(int percent, Duration period) implements ReplicaPolicy {
    public Percent {
      check(percent, period);
    }

    @Override
    public String toString() {
      return percent + "%/" + period.toSeconds() + "s";
    }
  }

  /**
   * Reads one policy; {@code toString} writes it back.
   *
   * @throws MalformedValueException when the text is not one, or out of bounds
   */
  static ReplicaPolicy parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new MalformedValueException(
          text, "tasks or percent per period, such as 4/60s or 50%/60s");
    }
    String amount = text.substring(0, slash);
    Duration period = Durations.parse(text.substring(slash + 1));
    if (amount.endsWith("%")) {
      String percent = amount.substring(0, amount.length() - 1);
      return new Percent((int) WholeNumber.parse(percent, 1, Integer.MAX_VALUE), period);
    }
    return new Tasks((int) WholeNumber.parse(amount, 1, Integer.MAX_VALUE), period);
  }

  /**
   * Reads a list with commas, at least one and each once.
   *
   * @throws MalformedValueException when one of them is not a policy
   */
  static List<ReplicaPolicy> parseList(String text) {
    List<ReplicaPolicy> policies = new ArrayList<>();
    for (String item : CommaList.parse(text)) {
      ReplicaPolicy policy = parse(item);
      if (policies.contains(policy)) {
        throw new MalformedValueException(text, "each policy once (" + item + " is there twice)");
      }
      policies.add(policy);
    }
    return List.copyOf(policies);
  }

  private static void check(int amount, Duration period) {
    if (amount <= 0) {
      throw new MalformedValueException(Integer.toString(amount), "more than 0");
    }
    boolean wholeSeconds = period.toNanosPart() == 0;
    if (!wholeSeconds || !period.isPositive() || period.compareTo(LONGEST_PERIOD) > 0) {
      throw new MalformedValueException(
          Durations.format(period), "a period of whole seconds from 1s to 1800s");
    }
  }
}
