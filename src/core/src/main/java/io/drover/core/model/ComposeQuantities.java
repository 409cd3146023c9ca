package io.drover.core.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of a stack file's {@code cpus} and {@code memory}, which is not Kubernetes': there
 * {@code 320M} is 320 x 1024 x 1024 bytes (docker/go-units' {@code RAMInBytes}).
 */
public final class ComposeQuantities {
  private static final String CPUS = "a number of cores such as 0.5 or 2, with at most 9 decimals";
  private static final String MEMORY =
      "an amount of memory such as 512k, 320M or 1.5gb (all binary)";
  private static final int NANO_DIGITS = 9;
  private static final Pattern CPU_SYNTAX =
      Pattern.compile("[0-9]{1,10}(?:\\.[0-9]{1,9})?|\\.[0-9]{1,9}");
  private static final Pattern MEMORY_SYNTAX =
      Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,9})?)(b|kb?|mb?|gb?)?", Pattern.CASE_INSENSITIVE);
  private static final String[] SUFFIXES = {"b", "k", "m", "g"};

  private ComposeQuantities() {}

  /**
   * Reads {@code cpus}.
   *
   * @throws MalformedValueException when the text is not a number of cores, or too large
   */
  public static Cpu cpus(String text) {
    if (!CPU_SYNTAX.matcher(text).matches()) {
      throw new MalformedValueException(text, CPUS);
    }
    BigDecimal nanos = new BigDecimal(text).movePointRight(NANO_DIGITS);
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new MalformedValueException(text, CPUS);
    }
    return Cpu.ofNanos(nanos.longValueExact());
  }

  /**
   * Reads {@code memory}: suffixes b, k, kb, m, mb, g, gb in either case, none for bytes. A
   * fraction of a byte is dropped, as the engine's command line does.
   *
   * @throws MalformedValueException when the text is not an amount of memory, or too large
   */
  public static Bytes memory(String text) {
    Matcher parts = MEMORY_SYNTAX.matcher(text);
    if (!parts.matches()) {
      throw new MalformedValueException(text, MEMORY);
    }
    String suffix =
        parts.group(2) == null ? "b" : parts.group(2).substring(0, 1).toLowerCase(Locale.ROOT);
    int power = List.of(SUFFIXES).indexOf(suffix);
    BigInteger bytes =
        new BigDecimal(parts.group(1))
            .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(10 * power)))
            .setScale(0, RoundingMode.DOWN)
            .toBigIntegerExact();
    if (bytes.bitLength() >= Long.SIZE) {
      throw new MalformedValueException(text, MEMORY);
    }
    return Bytes.of(bytes.longValue());
  }

  /** Writes {@code cpus}: {@code 0.5}. */
  public static String format(Cpu cpu) {
    return BigDecimal.valueOf(cpu.nanos(), NANO_DIGITS).stripTrailingZeros().toPlainString();
  }

  /** Writes {@code memory} with the largest suffix that is exact: {@code 320M}. */
  public static String format(Bytes memory) {
    long rest = memory.value();
    int power = 0;
    while (rest != 0 && rest % 1024 == 0 && power < SUFFIXES.length - 1) {
      rest /= 1024;
      power++;
    }
    return rest + SUFFIXES[power].toUpperCase(Locale.ROOT);
  }
}
