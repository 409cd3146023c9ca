package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import io.drover.core.model.Quantity;
import java.util.Objects;

/**
 * What a metric is held at: {@code 100} in total, or {@code 100/task}.
 *
 * @param amount more than zero
 * @param basis of what
 */
public record MetricTarget(Quantity amount, Basis basis) {
  private static final String PER_TASK = "/task";

  /** What a target amount refers to. */
  public enum Basis {
    /** The average over the tasks. */
    PER_TASK,
    /** The value as a whole. */
    TOTAL
  }

  public MetricTarget {
    Objects.requireNonNull(basis, "basis");
    if (amount.amount().signum() <= 0) {
      throw new MalformedValueException(amount.toString(), "more than 0");
    }
  }

  /**
   * Reads a target.
   *
   * @throws MalformedValueException when the text is not one, or not above zero
   */
  public static MetricTarget parse(String text) {
    boolean perTask = text.endsWith(PER_TASK);
    String amount = perTask ? text.substring(0, text.length() - PER_TASK.length()) : text;
    return new MetricTarget(Quantity.parse(amount), perTask ? Basis.PER_TASK : Basis.TOTAL);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return switch (basis) {
      case PER_TASK -> amount + PER_TASK;
      case TOTAL -> amount.toString();
    };
  }
}
