package io.drover.health;

import io.drover.journal.IncidentStore;
import io.drover.journal.StoreUnavailableException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store that can be away. */
final class IncidentsInMemory implements IncidentStore {
  private final Map<String, Stored> rows = new HashMap<>();
  private String firing;
  private boolean away;

  synchronized void away(boolean isAway) {
    away = isAway;
  }

  @Override
  public synchronized List<Stored> load(int most) {
    check();
    return rows.values().stream()
        .sorted(Comparator.comparing(Stored::changedAt).reversed())
        .limit(most)
        .toList();
  }

  @Override
  public synchronized void save(List<Stored> incidents) {
    check();
    incidents.forEach(incident -> rows.put(incident.id(), incident));
  }

  @Override
  public synchronized Optional<String> firing() {
    check();
    return Optional.ofNullable(firing);
  }

  @Override
  public synchronized void saveFiring(Instant changedAt, String body) {
    check();
    firing = body;
  }

  @Override
  public synchronized int forget(Instant before) {
    check();
    int count = rows.size();
    rows.values().removeIf(row -> row.changedAt().isBefore(before));
    return count - rows.size();
  }

  synchronized int size() {
    return rows.size();
  }

  private void check() {
    if (away) {
      throw new StoreUnavailableException("away", new IllegalStateException("away"));
    }
  }
}
