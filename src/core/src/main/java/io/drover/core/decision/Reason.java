package io.drover.core.decision;

import java.util.Map;
import java.util.Objects;

/**
 * Why something is done, or is not.
 *
 * @param code stable CamelCase code for machines, for example {@code ScaleUpLimit}
 * @param text one sentence for an operator, with the numbers in it
 * @param numbers the values that led to it, by name, as text with their unit
 */
public record Reason(String code, String text, Map<String, String> numbers) {
  public Reason {
    if (!code.matches("[A-Z][A-Za-z0-9]*")) {
      throw new IllegalArgumentException("a reason's code is CamelCase: " + code);
    }
    Objects.requireNonNull(text, "text");
    numbers = Map.copyOf(numbers);
  }

  /** A reason without numbers. */
  public static Reason of(String code, String text) {
    return new Reason(code, text, Map.of());
  }

  @Override
  public String toString() {
    return code + ": " + text;
  }
}
