package io.drover.placement.record.quota;

import io.drover.core.decision.Decision;
import io.drover.placement.observe.quota.QuotaObservation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the stacks stand with their quotas, for the API to read while the loop writes. What was seen
 * every instance knows; what was decided only the one that holds the lease.
 */
public final class QuotaBoard {
  private final Map<String, List<Decision>> decided = new ConcurrentHashMap<>();
  private volatile QuotaObservation seen;

  /** Shows what was seen; stacks that are not in it any more are forgotten. */
  public void saw(QuotaObservation now) {
    seen = now;
    decided.keySet().retainAll(now.stacks().keySet());
  }

  /** Shows what was decided about services that broke a stack's quotas. */
  public void decided(String stack, List<Decision> decisions) {
    decided.put(stack, List.copyOf(decisions));
  }

  /** Another instance decides. */
  public void standBy() {
    decided.clear();
  }

  /** What was seen last; empty before the first look. */
  public Optional<QuotaObservation> seen() {
    return Optional.ofNullable(seen);
  }

  /** What was decided last about services that broke a stack's quotas. */
  public List<Decision> decisions(String stack) {
    return decided.getOrDefault(stack, List.of());
  }
}
