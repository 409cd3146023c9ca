package io.drover.failover.dns;

import io.drover.failover.site.Address;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a name leads to.
 *
 * @param addresses IPv4 and IPv6 addresses, in the JDK's spelling; none where there is no record
 * @param ttl how long others may remember them; 0 where there are none
 */
public record Contents(SortedSet<String> addresses, Duration ttl) {
  /** No record. */
  public static final Contents NONE = new Contents(new TreeSet<>(), Duration.ZERO);

  public Contents {
    addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
    if (!addresses.isEmpty() && ttl.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("the time to live must be at least 1 s: " + ttl);
    }
  }

  /** These addresses, however they are spelled; what is none is left away. */
  public static Contents of(Collection<String> addresses, Duration ttl) {
    return new Contents(canonical(addresses), ttl);
  }

  static SortedSet<String> canonical(Collection<String> addresses) {
    SortedSet<String> canonical = new TreeSet<>();
    for (String text : addresses) {
      Address.parse(text).ifPresent(address -> canonical.add(address.getHostAddress()));
    }
    return canonical;
  }

  @Override
  public String toString() {
    return addresses.isEmpty()
        ? "nothing"
        : String.join(", ", addresses) + " for " + ttl.toSeconds() + "s";
  }
}
