package io.drover.backup.record;

import io.drover.journal.BackupCatalogStore;
import io.drover.journal.StoreUnavailableException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The database's part, which can go away. */
public final class CatalogInMemory implements BackupCatalogStore {
  private final Map<String, Stored> backups = new ConcurrentHashMap<>();
  private final Map<String, Stored> runs = new ConcurrentHashMap<>();
  private volatile boolean away;

  /** Goes away, or comes back. */
  public void away(boolean now) {
    away = now;
  }

  /** Ids of the backups in it. */
  public List<String> ids() {
    return backups.keySet().stream().sorted().toList();
  }

  /** Forgets all, as a database that was made anew. */
  public void clear() {
    backups.clear();
    runs.clear();
  }

  private void check() {
    if (away) {
      throw new StoreUnavailableException("away", new IllegalStateException("away"));
    }
  }

  private static List<Stored> newest(Map<String, Stored> all, int most) {
    return all.values().stream()
        .sorted(Comparator.comparing(Stored::at).reversed())
        .limit(most)
        .toList();
  }

  @Override
  public List<Stored> backups(int most) {
    check();
    return newest(backups, most);
  }

  @Override
  public void saveBackups(List<Stored> some) {
    check();
    some.forEach(one -> backups.put(one.id(), one));
  }

  @Override
  public void forgetBackups(Collection<String> ids) {
    check();
    ids.forEach(backups::remove);
  }

  @Override
  public List<Stored> runs(int most) {
    check();
    return newest(runs, most);
  }

  @Override
  public void saveRuns(List<Stored> some) {
    check();
    some.forEach(one -> runs.put(one.id(), one));
  }

  @Override
  public int forgetRuns(Instant before) {
    check();
    int had = runs.size();
    runs.values().removeIf(run -> run.at().isBefore(before));
    return had - runs.size();
  }
}
