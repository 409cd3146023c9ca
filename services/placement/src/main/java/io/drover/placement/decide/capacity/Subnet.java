package io.drover.placement.decide.capacity;

import io.drover.core.model.MalformedValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 subnet.
 *
 * @param text as it is written: {@code 10.0.1.0/24}
 * @param prefix its prefix length, 0 to 32
 */
public record Subnet(String text, int prefix) {
  private static final Pattern SYNTAX =
      Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}/([0-9]{1,2})");
  private static final int BITS = 32;

  /** Its own address, its broadcast address and the gateway. */
  private static final long NOT_USABLE = 3;

  /**
   * Reads a subnet.
   *
   * @throws MalformedValueException when the text is none
   */
  public static Subnet parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(1)) > BITS) {
      throw new MalformedValueException(text, "an IPv4 subnet such as 10.0.1.0/24");
    }
    return new Subnet(text, Integer.parseInt(parts.group(1)));
  }

  /** Addresses that can be given away. */
  public long usable() {
    return Math.max(0, (1L << (BITS - prefix)) - NOT_USABLE);
  }
}
