package io.drover.core.model;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A part of a whole, exact; more than the whole is possible (use above the reservation).
 *
 * @param fraction 0.7 for 70 %; not negative
 */
public record Share(BigDecimal fraction) implements Comparable<Share> {
  private static final String EXPECTED = "a percentage such as 70% or 12.5%, without a blank";
  private static final Pattern SYNTAX = Pattern.compile("[0-9]{1,10}(?:\\.[0-9]{1,9})?%");

  public Share {
    if (fraction.signum() < 0) {
      throw new IllegalArgumentException("a share must not be negative: " + fraction);
    }
    fraction = fraction.stripTrailingZeros();
  }

  /** So many hundredths. */
  public static Share ofPercent(long percent) {
    return new Share(BigDecimal.valueOf(percent, 2));
  }

  /**
   * Reads a percentage. A blank before the sign is an error: a value has one spelling, and labels
   * are compared as text in many places.
   *
   * @throws MalformedValueException when the text is not a percentage
   */
  public static Share parse(String text) {
    if (!SYNTAX.matcher(text).matches()) {
      throw new MalformedValueException(text, EXPECTED);
    }
    return new Share(new BigDecimal(text.substring(0, text.length() - 1)).movePointLeft(2));
  }

  /** Hundredths, exact. */
  public BigDecimal percent() {
    return fraction.movePointRight(2);
  }

  @Override
  public int compareTo(Share other) {
    return fraction.compareTo(other.fraction);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return percent().stripTrailingZeros().toPlainString() + "%";
  }
}
