package io.drover.placement.record.quota;

import io.drover.core.decision.Action;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.policy.StackQuota;
import io.drover.core.quota.StackFacts;
import io.drover.core.quota.StackService;
import io.drover.engine.RawJson;
import io.drover.placement.decide.quota.QuotaDecider;
import io.drover.placement.decide.quota.StackWatch;
import io.drover.placement.decide.quota.Suspect.Before;
import io.drover.placement.observe.quota.QuotaObservation;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the loop knows from before: what services were let have, with the specs that they would go
 * back to, and how often they did. Specs stay in memory: they may hold what is nobody's business.
 */
public final class QuotaMemory {
  private final Map<String, StackWatch> watches = new HashMap<>();
  private final Map<String, RawJson> specs = new HashMap<>();

  /** When services were given back what they had, by service and by decision. */
  private final Map<String, Map<String, Instant>> restores = new HashMap<>();

  /** Forgets all. */
  public synchronized void clear() {
    watches.clear();
    specs.clear();
    restores.clear();
  }

  /** Learns how often services were given back what they had, by what is in the journal. */
  public synchronized void restore(List<Decision> past) {
    past.forEach(this::acted);
  }

  /** Notes what came of giving a service back what it had; twice is once. */
  public synchronized void acted(Decision decision) {
    if (decision.results().stream().anyMatch(QuotaMemory::counts)) {
      restores
          .computeIfAbsent(decision.serviceId(), id -> new HashMap<>())
          .put(decision.id(), decision.at());
    }
  }

  /** An engine that refuses a spec will refuse it again; one that was overtaken or away won't. */
  private static boolean counts(Outcome result) {
    return switch (result) {
      case Outcome.Applied applied -> true;
      case Outcome.Conflict conflict -> false;
      case Outcome.Failed failed -> failed.kind() == Outcome.Kind.REJECTED;
    };
  }

  /** How often that was lately. */
  public synchronized int restored(String serviceId, Instant now) {
    Map<String, Instant> all = restores.getOrDefault(serviceId, Map.of());
    return (int) all.values().stream().filter(at -> isLate(at, now)).count();
  }

  private static boolean isLate(Instant at, Instant now) {
    return at.isAfter(now.minus(QuotaDecider.RESTORES_COUNT));
  }

  /** Forgets stacks that have no quota any more, and what is long past. */
  public synchronized void keepOnly(Collection<String> stacks, Instant now) {
    restores.values().forEach(one -> one.values().removeIf(at -> !isLate(at, now)));
    restores.values().removeIf(Map::isEmpty);
    watches.keySet().retainAll(stacks);
    Set<String> known =
        watches.values().stream()
            .flatMap(watch -> watch.admitted().keySet().stream())
            .collect(Collectors.toCollection(HashSet::new));
    specs.keySet().retainAll(known);
  }

  /**
   * The watch of a stack after this look; who is no suspect now is let have what it has.
   *
   * @param inForceSince since when these quotas hold, where this instance was not there to see it:
   *     what changed since then may have broken them
   */
  public synchronized StackWatch look(
      StackFacts facts,
      List<StackQuota> quotas,
      QuotaObservation seen,
      Optional<Instant> inForceSince) {
    StackWatch before = watches.get(facts.stack());
    StackWatch watch =
        before != null
            ? before.next(quotas, facts)
            : inForceSince
                .map(since -> resumed(facts, quotas, seen, since))
                .orElseGet(() -> StackWatch.start(quotas, facts));
    watches.put(facts.stack(), watch);
    Set<String> suspects =
        watch.suspects(facts).stream().map(one -> one.service().id()).collect(Collectors.toSet());
    for (StackService service : facts.services()) {
      String id = service.service().id();
      if (!suspects.contains(id)) {
        seen.spec(id).ifPresent(spec -> specs.put(id, spec));
      }
    }
    return watch;
  }

  /** The engine keeps one spec from before: what a service had until it changed. */
  private StackWatch resumed(
      StackFacts facts, List<StackQuota> quotas, QuotaObservation seen, Instant since) {
    Map<String, StackService> admitted = new HashMap<>();
    for (StackService service : facts.services()) {
      String id = service.service().id();
      Optional<StackService> previous = seen.previous(id);
      if (!service.service().updatedAt().isAfter(since)) {
        admitted.put(id, service);
      } else if (previous.isPresent()) {
        admitted.put(id, previous.get());
        seen.previousSpec(id).ifPresent(spec -> specs.put(id, spec));
      } else if (!service.service().createdAt().isAfter(since)) {
        admitted.put(id, service);
      }
    }
    return new StackWatch(quotas, admitted).next(quotas, facts);
  }

  /** What a suspect goes back to. */
  public synchronized Before before(
      StackService suspect, StackWatch watch, StackFacts facts, QuotaObservation seen) {
    String id = suspect.service().id();
    StackService admitted = watch.admitted().get(id);
    if (admitted != null && specs.containsKey(id)) {
      return new Before.State(admitted);
    }
    Optional<StackService> previous =
        seen.previous(id).filter(state -> watch.complies(state, facts));
    if (previous.isPresent()) {
      seen.previousSpec(id).ifPresent(spec -> specs.put(id, spec));
      return new Before.State(previous.get());
    }
    return new Before.None();
  }

  /** The spec that an action gives back. */
  public synchronized Map<String, RawJson> specOf(Action action) {
    RawJson spec = specs.get(action.serviceId());
    return spec == null ? Map.of() : Map.of(action.serviceId(), spec);
  }
}
