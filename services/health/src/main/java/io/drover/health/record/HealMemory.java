package io.drover.health.record;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.health.decide.heal.HealRules;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which services were repaired when; after a restart out of the journal. */
public final class HealMemory {
  private final Map<String, TreeSet<Instant>> repairs = new HashMap<>();

  /** Takes what these decisions did, and leaves aside what it knows already. */
  public synchronized void take(List<Decision> decisions) {
    decisions.stream()
        .filter(decision -> decision.results().stream().anyMatch(HealMemory::counts))
        .forEach(
            decision ->
                repairs
                    .computeIfAbsent(decision.serviceId(), id -> new TreeSet<>())
                    .add(decision.at()));
  }

  /** One that was refused is tried again no sooner than one that was done. */
  private static boolean counts(Outcome outcome) {
    return !(outcome instanceof Outcome.Conflict);
  }

  /** When a service was repaired, oldest first. */
  public synchronized List<Instant> of(String serviceId) {
    return List.copyOf(repairs.getOrDefault(serviceId, new TreeSet<>()));
  }

  /** Repairs of other services within the budget's period. */
  public synchronized int othersLately(String serviceId, Instant now) {
    Instant since = now.minus(HealRules.BUDGET_PERIOD);
    return repairs.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(serviceId))
        .mapToInt(entry -> entry.getValue().tailSet(since).size())
        .sum();
  }

  /** Forgets repairs that don't count any more. */
  public synchronized void forgetOld(Instant now) {
    Instant oldest = now.minus(HealRules.FORGOTTEN_AFTER);
    repairs.values().forEach(all -> all.headSet(oldest).clear());
    repairs.values().removeIf(TreeSet::isEmpty);
  }

  /** Forgets all. */
  public synchronized void clear() {
    repairs.clear();
  }
}
