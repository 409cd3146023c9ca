package io.drover.scaling.record;

import io.drover.core.decision.Decision;
import io.drover.scaling.decide.vertical.LastResize;
import io.drover.scaling.decide.vertical.PastResizes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was last done to the size of each service's tasks, by service id. */
public final class ResizeMemory {
  private final Map<String, LastResize> last = new ConcurrentHashMap<>();

  /** What was last done to a service. */
  public LastResize of(String serviceId) {
    return last.getOrDefault(serviceId, new LastResize.None());
  }

  /** What was last done to all of them. */
  public Map<String, LastResize> all() {
    return Map.copyOf(last);
  }

  /** Remembers what a decision came to. */
  public void put(Decision decision) {
    last.merge(
        decision.serviceId(),
        PastResizes.after(new LastResize.None(), decision),
        (before, none) -> PastResizes.after(before, decision));
  }

  /**
   * Remembers what was done before a restart or a take-over, unless something was done since.
   *
   * @param decisions of any services, newest first
   */
  public void restore(List<Decision> decisions) {
    Map<String, LastResize> found = new ConcurrentHashMap<>();
    for (Decision decision : decisions.reversed()) {
      LastResize before = found.getOrDefault(decision.serviceId(), new LastResize.None());
      found.put(decision.serviceId(), PastResizes.after(before, decision));
    }
    found.forEach(
        (id, past) ->
            last.merge(
                id, past, (known, older) -> known instanceof LastResize.None ? older : known));
  }

  /** Forgets services that are no more. */
  public void keepOnly(Collection<String> serviceIds) {
    last.keySet().retainAll(serviceIds);
  }

  /** Forgets everything: another instance has acted meanwhile. */
  public void clear() {
    last.clear();
  }
}
