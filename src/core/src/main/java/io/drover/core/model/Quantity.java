package io.drover.core.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A quantity in the Kubernetes grammar (apimachinery's {@code resource.Quantity}):
 *
 * <pre>
 * quantity = [+|-] number [suffix]      number = 12 | 1.5 | 1. | .5
 * suffix   = n u m k M G T P E          powers of 1000
 *          | Ki Mi Gi Ti Pi Ei          powers of 1024
 *          | e3 | E-3                   decimal exponent
 * </pre>
 *
 * As there, anything finer than a nano is rounded away from zero. The amount is exact however large
 * it is; only {@link #value} and {@link #milliValue} saturate.
 *
 * <p>Equality includes the notation ({@code 1024} is not {@code 1Ki}); the order looks at the
 * amount alone.
 *
 * @param amount the number in whole units (cores, bytes, ...)
 * @param notation how it is written
 */
public record Quantity(BigDecimal amount, Notation notation) implements Comparable<Quantity> {

  /** Ways to write a quantity. */
  public enum Notation {
    /** With the suffixes n u m k M G T P E, or none. */
    DECIMAL,
    /** With the suffixes Ki to Ei. */
    BINARY,
    /** With a decimal exponent. */
    EXPONENT
  }

  private static final String EXPECTED = "a quantity such as 500m, 1.5, 2G, 1Gi or 1e3";
  private static final int LONGEST_TEXT = 128;
  private static final int NANO_DIGITS = 9;
  // Far beyond every real amount, and small enough that printing one stays cheap.
  private static final int MOST_DIGITS = 500;
  private static final int EXA_DIGITS = 18;
  private static final BigInteger KIBI = BigInteger.valueOf(1024);
  private static final BigDecimal LEAST_BINARY = BigDecimal.valueOf(1024);
  private static final Pattern SYNTAX =
      Pattern.compile(
          "([+-]?(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++))(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?[0-9]{1,3}))?");
  private static final Map<String, Integer> POWERS_OF_TEN =
      Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
  private static final List<String> BINARY_SUFFIXES =
      List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");

  /**
   * Normalises, so that what is equal prints alike: at most nine decimal places, no trailing zeros,
   * and plain decimal notation where the other would not show.
   */
  public Quantity {
    Objects.requireNonNull(notation, "notation");
    amount = toNanoPrecision(amount).stripTrailingZeros();
    boolean plain =
        switch (notation) {
          case DECIMAL -> true;
          case BINARY -> amount.scale() > 0 || amount.abs().compareTo(LEAST_BINARY) < 0;
          case EXPONENT -> exponentOfThousands(amount) == 0;
        };
    notation = plain ? Notation.DECIMAL : notation;
  }

  /** A plain number, as JSON numbers are. */
  public static Quantity of(BigDecimal amount) {
    return new Quantity(amount, Notation.DECIMAL);
  }

  /** A plain whole number. */
  public static Quantity of(long amount) {
    return of(BigDecimal.valueOf(amount));
  }

  /**
   * Reads a quantity.
   *
   * @throws MalformedValueException when the text is not one
   */
  public static Quantity parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (text.length() > LONGEST_TEXT || !parts.matches()) {
      throw new MalformedValueException(text, EXPECTED);
    }
    BigDecimal number = new BigDecimal(parts.group(1));
    if (parts.group(2) != null) {
      int power = BINARY_SUFFIXES.indexOf(parts.group(2));
      return new Quantity(number.multiply(new BigDecimal(KIBI.pow(power))), Notation.BINARY);
    }
    if (parts.group(3) != null) {
      return of(number.scaleByPowerOfTen(POWERS_OF_TEN.get(parts.group(3))));
    }
    if (parts.group(4) != null) {
      int exponent = Integer.parseInt(parts.group(4));
      if (Math.abs(exponent) > MOST_DIGITS - LONGEST_TEXT) {
        throw new MalformedValueException(text, EXPECTED);
      }
      return new Quantity(number.scaleByPowerOfTen(exponent), Notation.EXPONENT);
    }
    return of(number);
  }

  /** Whole units, rounded away from zero as Kubernetes does, saturating at the bounds of a long. */
  public long value() {
    return saturated(amount);
  }

  /** Thousandths, rounded and saturating like {@link #value}. */
  public long milliValue() {
    return saturated(amount.movePointRight(3));
  }

  /**
   * This many cores.
   *
   * @throws MalformedValueException when negative or beyond what a {@link Cpu} holds
   */
  public Cpu toCpu() {
    BigDecimal nanos = amount.movePointRight(NANO_DIGITS);
    if (nanos.signum() < 0 || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new MalformedValueException(toString(), "an amount of CPU from 0 to 9223372036 cores");
    }
    return Cpu.ofNanos(nanos.longValueExact());
  }

  /**
   * This many bytes; a fraction of a byte is rounded up.
   *
   * @throws MalformedValueException when negative or beyond what {@link Bytes} hold
   */
  public Bytes toBytes() {
    if (amount.signum() < 0 || amount.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new MalformedValueException(toString(), "an amount of memory from 0 to 2^63-1 bytes");
    }
    return Bytes.of(value());
  }

  /** Compares the amounts, whatever their notation. */
  @Override
  public int compareTo(Quantity other) {
    return amount.compareTo(other.amount);
  }

  /**
   * The canonical form, as Kubernetes prints it: a whole number with the largest suffix that keeps
   * it whole. {@link #parse} gives an equal quantity back.
   */
  @Override
  public String toString() {
    if (amount.signum() == 0) {
      return "0";
    }
    if (notation == Notation.BINARY) {
      return binaryText(amount.toBigIntegerExact());
    }
    int power = exponentOfThousands(amount);
    if (notation == Notation.EXPONENT) {
      return amount.scaleByPowerOfTen(-power).toBigIntegerExact() + "e" + power;
    }
    int shown = Math.min(power, EXA_DIGITS);
    return amount.scaleByPowerOfTen(-shown).toBigIntegerExact() + decimalSuffix(shown);
  }

  private static String binaryText(BigInteger whole) {
    int power = 0;
    while (power < BINARY_SUFFIXES.size() - 1 && whole.mod(KIBI).signum() == 0) {
      whole = whole.divide(KIBI);
      power++;
    }
    return whole + BINARY_SUFFIXES.get(power);
  }

  private static String decimalSuffix(int power) {
    return POWERS_OF_TEN.entrySet().stream()
        .filter(suffix -> suffix.getValue() == power)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  /** The largest multiple of three that is a power of ten dividing {@code stripped}. */
  private static int exponentOfThousands(BigDecimal stripped) {
    return Math.floorDiv(-stripped.scale(), 3) * 3;
  }

  private static BigDecimal toNanoPrecision(BigDecimal amount) {
    long digitsBeforePoint = (long) amount.precision() - amount.scale();
    if (digitsBeforePoint > MOST_DIGITS || amount.scale() > MOST_DIGITS) {
      throw new MalformedValueException(amount.toString(), EXPECTED);
    }
    return amount.scale() > NANO_DIGITS ? amount.setScale(NANO_DIGITS, RoundingMode.UP) : amount;
  }

  private static long saturated(BigDecimal number) {
    BigInteger whole = number.setScale(0, RoundingMode.UP).toBigInteger();
    if (whole.bitLength() < Long.SIZE) {
      return whole.longValue();
    }
    return whole.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
