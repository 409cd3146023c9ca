package io.drover.failover.mirror;

import io.drover.failover.site.Address;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of addresses.
 *
 * @param text as it is written, such as {@code 10.0.1.0/24}
 * @param bits 32 or 128
 * @param first its first address
 * @param last its last address
 */
public record Subnet(String text, int bits, BigInteger first, BigInteger last)
    implements Comparable<Subnet> {
  private static final Pattern SYNTAX = Pattern.compile("([^/]+)/([0-9]{1,3})");

  /** Reads one; absent when it is none. */
  public static Optional<Subnet> parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Address.parse(parts.group(1))
        .flatMap(address -> of(text, address, Integer.parseInt(parts.group(2))));
  }

  private static Optional<Subnet> of(String text, InetAddress address, int prefix) {
    int bits = address.getAddress().length * Byte.SIZE;
    if (prefix > bits) {
      return Optional.empty();
    }
    BigInteger size = BigInteger.ONE.shiftLeft(bits - prefix);
    BigInteger any = new BigInteger(1, address.getAddress());
    BigInteger first = any.subtract(any.mod(size));
    return Optional.of(new Subnet(text, bits, first, first.add(size).subtract(BigInteger.ONE)));
  }

  /** Whether an address is in both. */
  public boolean overlaps(Subnet other) {
    return bits == other.bits
        && first.compareTo(other.last) <= 0
        && other.first.compareTo(last) <= 0;
  }

  @Override
  public int compareTo(Subnet other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
