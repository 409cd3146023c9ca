package io.drover.health.record;

import io.drover.health.decide.state.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Since when something was seen wrong without a gap. An incident goes on over a restart, a change
 * of the leader and a time without managers; patience with it does not, since nobody saw what
 * happened meanwhile.
 */
public final class Watch {
  /** Some rounds may take longer than usual. */
  public static final Duration LONGEST_GAP = Duration.ofSeconds(30);

  private final Map<Finding.Key, Instant> since = new HashMap<>();
  private Instant last = Instant.MIN;

  /** One look: all that was seen wrong. */
  public void look(Set<Finding.Key> present, Instant now) {
    if (last.isBefore(now.minus(LONGEST_GAP)) || now.isBefore(last)) {
      since.clear();
    }
    since.keySet().retainAll(new HashSet<>(present));
    present.forEach(key -> since.putIfAbsent(key, now));
    last = now;
  }

  /** Nothing could be seen. */
  public void gap() {
    since.clear();
  }

  /** Since when it is seen; absent while it is not. */
  public Optional<Instant> since(Finding.Key key) {
    return Optional.ofNullable(since.get(key));
  }
}
