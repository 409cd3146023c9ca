package io.drover.core.placement;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** An IP address or a network of them, in the notations that {@code node.ip} constraints take. */
final class IpRange {
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,3}");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final int GROUPS = 8;

  private final int[] groups;
  private final int bits;

  private IpRange(int[] groups, int bits) {
    this.groups = groups;
    this.bits = bits;
  }

  /** Reads an address or a network; absent when it is neither. */
  static Optional<IpRange> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    int size = address.contains(":") ? 128 : 32;
    int length = size;
    if (slash >= 0) {
      String prefix = text.substring(slash + 1);
      if (!DECIMAL.matcher(prefix).matches() || Integer.parseInt(prefix) > size) {
        return Optional.empty();
      }
      length = Integer.parseInt(prefix);
    }
    int bits = 128 - size + length;
    return groups(address).map(read -> new IpRange(read, bits));
  }

  /** Whether this address is in it; what is no address is not. */
  boolean contains(String address) {
    return groups(address).map(this::contains).orElse(false);
  }

  private boolean contains(int[] other) {
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x8000 >> (bit % 16);
      if ((groups[bit / 16] & mask) != (other[bit / 16] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** Eight groups of 16 bits; an IPv4 address is mapped into IPv6 as RFC 4291 does. */
  private static Optional<int[]> groups(String address) {
    return address.contains(":") ? version6(address) : version4(address);
  }

  private static Optional<int[]> version4(String address) {
    String[] parts = address.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    int[] groups = new int[GROUPS];
    groups[5] = 0xffff;
    for (int i = 0; i < 4; i++) {
      if (!DECIMAL.matcher(parts[i]).matches() || Integer.parseInt(parts[i]) > 255) {
        return Optional.empty();
      }
      groups[6 + i / 2] = groups[6 + i / 2] << 8 | Integer.parseInt(parts[i]);
    }
    return Optional.of(groups);
  }

  private static Optional<int[]> version6(String address) {
    int gap = address.indexOf("::");
    if (gap < 0) {
      return hexadecimal(address).filter(read -> read.length == GROUPS);
    }
    Optional<int[]> head = hexadecimal(address.substring(0, gap));
    Optional<int[]> tail = hexadecimal(address.substring(gap + 2));
    if (head.isEmpty() || tail.isEmpty() || head.get().length + tail.get().length >= GROUPS) {
      return Optional.empty();
    }
    int[] groups = Arrays.copyOf(head.get(), GROUPS);
    int[] last = tail.get();
    System.arraycopy(last, 0, groups, GROUPS - last.length, last.length);
    return Optional.of(groups);
  }

  private static Optional<int[]> hexadecimal(String text) {
    if (text.isEmpty()) {
      return Optional.of(new int[0]);
    }
    String[] parts = text.split(":", -1);
    for (String part : parts) {
      if (!HEXADECIMAL.matcher(part).matches()) {
        return Optional.empty();
      }
    }
    return Optional.of(Arrays.stream(parts).mapToInt(part -> Integer.parseInt(part, 16)).toArray());
  }
}
