package io.drover.scaling.record;

import io.drover.journal.StoreUnavailableException;
import io.drover.journal.StoredUsage;
import io.drover.journal.UsageStore;
import io.drover.scaling.decide.vertical.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps usages in memory, and can be away. */
public final class UsagesInMemory implements UsageStore {
  private final Map<String, StoredUsage> usages = new ConcurrentHashMap<>();
  private volatile boolean away;

  /** Whether it answers from now on. */
  public void goAway(boolean isAway) {
    away = isAway;
  }

  /** Remembers eight days of steady use, a sample a minute, until a moment. */
  public void steady(String service, long millicores, long mebibytes, Instant until) {
    Usage usage = new Usage();
    Instant first = until.minus(Duration.ofDays(8).minusMinutes(1));
    for (Instant at = first; !at.isAfter(until); at = at.plus(Duration.ofMinutes(1))) {
      usage.of("before").cpu(millicores, at);
      usage.of("before").memory(mebibytes << 20, at);
    }
    save(List.of(new StoredUsage(service, until, UsageJson.write(usage.state()))));
  }

  /** What is kept of a service. */
  public Usage.State state(String service) {
    return UsageJson.read(usages.get(service).body()).state();
  }

  /** Whether something is kept of a service. */
  public boolean has(String service) {
    return usages.containsKey(service);
  }

  @Override
  public List<StoredUsage> load() {
    check();
    return List.copyOf(usages.values());
  }

  @Override
  public void save(List<StoredUsage> rows) {
    check();
    rows.forEach(row -> usages.put(row.service(), row));
  }

  @Override
  public int forget(Instant before) {
    check();
    int size = usages.size();
    usages.values().removeIf(row -> row.lastSample().isBefore(before));
    return size - usages.size();
  }

  private void check() {
    if (away) {
      throw new StoreUnavailableException("it is away", new IllegalStateException());
    }
  }
}
