package io.drover.runtime.record;

import io.drover.core.decision.Decision;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last decisions of each service, in memory, so that they can be explained without a database.
 * Bounded in services and in decisions of each; the latest one is kept even when it is no news.
 */
public final class RecentDecisions {
  private final int perService;
  private final Map<String, Deque<Decision>> recorded;
  private final Map<String, Decision> latest;

  /** Keeps this many decisions of each of this many services. */
  public RecentDecisions(int services, int perService) {
    this.perService = perService;
    this.recorded = bounded(services);
    this.latest = bounded(services);
  }

  private static <V> Map<String, V> bounded(int size) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > size;
      }
    };
  }

  /** What a decision is filed under: its service's id, or the loop's name when it has none. */
  static String key(Decision decision) {
    return decision.serviceId().isEmpty()
        ? "loop " + decision.loop() + " " + decision.service()
        : decision.serviceId();
  }

  synchronized void add(Decision decision, boolean news) {
    latest.put(key(decision), decision);
    if (news) {
      Deque<Decision> ring =
          recorded.computeIfAbsent(key(decision), id -> new ArrayDeque<>(perService));
      ring.addFirst(decision);
      if (ring.size() > perService) {
        ring.removeLast();
      }
    }
  }

  /** The recorded decisions on a service, by id or name, newest first. */
  public synchronized List<Decision> of(String service) {
    return recorded.values().stream()
        .flatMap(Deque::stream)
        .filter(decision -> isAbout(decision, service))
        .sorted(Comparator.comparing(Decision::id).reversed())
        .toList();
  }

  /** The very last decision on a service, by id or name, news or not. */
  public synchronized Optional<Decision> latest(String service) {
    return latest.values().stream()
        .filter(decision -> isAbout(decision, service))
        .max(Comparator.comparing(Decision::id));
  }

  private static boolean isAbout(Decision decision, String service) {
    return decision.serviceId().equals(service) || decision.service().equals(service);
  }
}
