package io.drover.scaling.record;

import io.drover.journal.HourStore;
import io.drover.journal.StoreUnavailableException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps hours in memory, and can be away. */
public final class HoursInMemory implements HourStore {
  private record Key(String service, Instant hour, String writer) {}

  private final Map<Key, Hour> hours = new LinkedHashMap<>();
  private boolean away;

  /** Whether it answers from now on. */
  public void goAway(boolean isAway) {
    away = isAway;
  }

  /** All rows. */
  public List<Hour> rows() {
    return List.copyOf(hours.values());
  }

  @Override
  public List<Hour> load(Collection<String> services, Instant since) {
    check();
    return hours.values().stream()
        .filter(hour -> services.contains(hour.service()) && !hour.hour().isBefore(since))
        .toList();
  }

  @Override
  public void save(List<Hour> rows) {
    check();
    rows.forEach(row -> hours.put(new Key(row.service(), row.hour(), row.writer()), row));
  }

  @Override
  public int forget(Instant before) {
    check();
    int size = hours.size();
    hours.keySet().removeIf(key -> key.hour().isBefore(before));
    return size - hours.size();
  }

  private void check() {
    if (away) {
      throw new StoreUnavailableException("it is away", new IllegalStateException());
    }
  }
}
