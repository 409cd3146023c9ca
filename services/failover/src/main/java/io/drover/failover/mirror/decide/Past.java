package io.drover.failover.mirror.decide;

import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is remembered of earlier rounds. Whoever remembers nothing writes some of it once more, and
 * finds out again.
 *
 * @param kept what became of written services, by name
 * @param refused why steps of the newest round failed, by what they were to do
 */
public record Past(Map<String, Kept> kept, Map<String, String> refused) {
  /** Nothing. */
  public static final Past NONE = new Past(Map.of(), Map.of());

  public Past {
    kept = Map.copyOf(kept);
    refused = Map.copyOf(refused);
  }

  /**
   * What is remembered after a round.
   *
   * @param plan what was tried
   * @param outcomes what came of it, in order
   * @param more what became of the services that were written
   * @param services the primary's, by name; others are forgotten
   */
  public Past after(
      Plan plan, List<Outcome> outcomes, Map<String, Kept> more, Set<String> services) {
    Map<String, Kept> all = new HashMap<>(kept);
    all.putAll(more);
    all.keySet().retainAll(services);
    Map<String, String> failed = new HashMap<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Failed(Outcome.Kind kind, String message)) {
        failed.put(plan.steps().get(i).action().describe(), message);
      }
    }
    return new Past(all, failed);
  }
}
