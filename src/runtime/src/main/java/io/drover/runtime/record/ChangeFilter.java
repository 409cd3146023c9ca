package io.drover.runtime.record;

import io.drover.core.decision.Decision;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says whether a decision is news for its service, so that "nothing to do" every few seconds floods
 * neither journal nor log. Remembers the last recorded decision of so many services; of more, the
 * one not heard of for longest is forgotten and so is recorded again.
 */
final class ChangeFilter {
  private final Map<String, DecisionDigest> last;

  ChangeFilter(int services) {
    this.last =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, DecisionDigest> eldest) {
            return size() > services;
          }
        };
  }

  /** Whether something was tried, or the decision differs from the last recorded one. */
  synchronized boolean isNews(Decision decision) {
    return !decision.results().isEmpty()
        || !DecisionDigest.of(decision).equals(last.get(key(decision)));
  }

  /** Remembers a decision as recorded. */
  synchronized void recorded(Decision decision) {
    last.put(key(decision), DecisionDigest.of(decision));
  }

  /** What another loop decides about the service makes no news of what this one repeats. */
  private static String key(Decision decision) {
    return decision.loop() + " " + RecentDecisions.key(decision);
  }
}
