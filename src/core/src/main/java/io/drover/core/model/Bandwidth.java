package io.drover.core.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network rate, written as on the box: {@code 1Gbps}, {@code 500Mbps}; powers of 1000.
 *
 * @param bitsPerSecond not negative
 */
public record Bandwidth(long bitsPerSecond) implements Comparable<Bandwidth> {
  private static final String EXPECTED = "a bandwidth such as 500Mbps, 1Gbps or 2.5Gbps";
  private static final Pattern SYNTAX =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)(bps|kbps|Mbps|Gbps|Tbps)");
  private static final List<String> SUFFIXES = List.of("bps", "kbps", "Mbps", "Gbps", "Tbps");

  public Bandwidth {
    if (bitsPerSecond < 0) {
      throw new IllegalArgumentException("a bandwidth must not be negative: " + bitsPerSecond);
    }
  }

  /**
   * Reads a bandwidth.
   *
   * @throws MalformedValueException when the text is not one, or not a whole number of bits a
   *     second
   */
  public static Bandwidth parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      throw new MalformedValueException(text, EXPECTED);
    }
    BigDecimal bits =
        new BigDecimal(parts.group(1)).movePointRight(3 * SUFFIXES.indexOf(parts.group(2)));
    try {
      return new Bandwidth(bits.longValueExact());
    } catch (ArithmeticException fractionOrOverflow) {
      throw new MalformedValueException(text, EXPECTED);
    }
  }

  @Override
  public int compareTo(Bandwidth other) {
    return Long.compare(bitsPerSecond, other.bitsPerSecond);
  }

  /** With the largest suffix that keeps it whole; {@link #parse} gives it back. */
  @Override
  public String toString() {
    long rest = bitsPerSecond;
    int power = 0;
    while (rest != 0 && rest % 1000 == 0 && power < SUFFIXES.size() - 1) {
      rest /= 1000;
      power++;
    }
    return rest + SUFFIXES.get(power);
  }
}
