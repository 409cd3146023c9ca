package io.drover.backup.record;

import io.drover.backup.manifest.BackupId;
import io.drover.journal.BackupCatalogStore;
import io.drover.journal.StoreUnavailableException;
import io.drover.runtime.status.Dependencies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps the catalog in the database from a thread of its own, so that a database that hangs delays
 * nothing; what could not be stored yet waits, the newest state of each. Reported to status as
 * {@code catalog}.
 */
public final class CatalogKeeper implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CatalogKeeper.class);
  private static final String NAME = "catalog";
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration RUNS_KEPT = Duration.ofDays(400);
  private static final int AT_ONCE = 500;

  private final BackupCatalogStore database;
  private final Dependencies dependencies;
  private final Supplier<Instant> clock;
  private final Map<BackupId, Optional<BackupRecord>> backups = new LinkedHashMap<>();
  private final Map<String, RunRecord> runs = new LinkedHashMap<>();
  private boolean wanted;
  private Loaded loaded;
  private boolean ended;

  /** What the database has. */
  public record Loaded(List<BackupRecord> backups, List<RunRecord> runs) {
    public Loaded {
      backups = List.copyOf(backups);
      runs = List.copyOf(runs);
    }
  }

  /** A keeper in this database. */
  public CatalogKeeper(
      BackupCatalogStore database, Dependencies dependencies, Supplier<Instant> clock) {
    this.database = database;
    this.dependencies = dependencies;
    this.clock = clock;
  }

  /** Starts the thread. */
  public void start() {
    Thread.ofVirtual().name("catalog-keeper").start(this::run);
  }

  /** Asks for what is stored; {@link #takeLoaded} has it some time later. */
  public synchronized void load() {
    wanted = true;
    loaded = null;
    notifyAll();
  }

  /** What was loaded since it was asked for, once. */
  public synchronized Optional<Loaded> takeLoaded() {
    Optional<Loaded> taken = Optional.ofNullable(loaded);
    loaded = null;
    return taken;
  }

  synchronized void keep(Collection<BackupRecord> records) {
    records.forEach(record -> backups.put(record.id(), Optional.of(record)));
    notifyAll();
  }

  synchronized void drop(Collection<BackupId> ids) {
    ids.forEach(id -> backups.put(id, Optional.empty()));
    notifyAll();
  }

  synchronized void keepRun(RunRecord run) {
    runs.put(run.id(), run);
    while (runs.size() > Catalog.MOST_RUNS) {
      runs.remove(runs.keySet().iterator().next());
    }
    notifyAll();
  }

  private void run() {
    while (awaitWork()) {
      try {
        work();
        dependencies.up(NAME, false);
      } catch (StoreUnavailableException away) {
        dependencies.down(NAME, false, "the catalog is known in memory only: " + away.getMessage());
        pause();
      }
    }
  }

  private synchronized boolean awaitWork() {
    while (!ended && !wanted && backups.isEmpty() && runs.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return !ended;
  }

  /** Between two tries; ends early when the keeper ends. */
  private synchronized void pause() {
    long until = System.nanoTime() + RETRY.toNanos();
    while (!ended && System.nanoTime() < until) {
      try {
        wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void work() {
    if (isWanted()) {
      Loaded found =
          new Loaded(
              read(database.backups(Catalog.MOST_BACKUPS), BackupRecord.class),
              read(database.runs(Catalog.MOST_RUNS), RunRecord.class));
      database.forgetRuns(clock.get().minus(RUNS_KEPT));
      synchronized (this) {
        loaded = found;
        wanted = false;
      }
    }
    Map<BackupId, Optional<BackupRecord>> some = someBackups();
    List<RunRecord> ended = someRuns();
    if (!some.isEmpty()) {
      database.saveBackups(
          some.values().stream().flatMap(Optional::stream).map(CatalogKeeper::stored).toList());
      database.forgetBackups(
          some.entrySet().stream()
              .filter(entry -> entry.getValue().isEmpty())
              .map(entry -> entry.getKey().toString())
              .toList());
    }
    if (!ended.isEmpty()) {
      database.saveRuns(ended.stream().map(CatalogKeeper::stored).toList());
    }
    synchronized (this) {
      some.forEach(backups::remove);
      ended.forEach(run -> runs.remove(run.id(), run));
    }
  }

  private synchronized boolean isWanted() {
    return wanted;
  }

  private synchronized Map<BackupId, Optional<BackupRecord>> someBackups() {
    Map<BackupId, Optional<BackupRecord>> some = new LinkedHashMap<>();
    backups.entrySet().stream()
        .limit(AT_ONCE)
        .forEach(entry -> some.put(entry.getKey(), entry.getValue()));
    return some;
  }

  private synchronized List<RunRecord> someRuns() {
    return runs.values().stream().limit(AT_ONCE).toList();
  }

  private static <T> List<T> read(List<BackupCatalogStore.Stored> rows, Class<T> type) {
    List<T> records = new ArrayList<>();
    for (BackupCatalogStore.Stored row : rows) {
      try {
        records.add(CatalogJson.read(row.body(), type));
      } catch (IllegalArgumentException foreign) {
        LOG.warnf("%s in the catalog is passed over: %s", row.id(), foreign.getMessage());
      }
    }
    return records;
  }

  private static BackupCatalogStore.Stored stored(BackupRecord backup) {
    return new BackupCatalogStore.Stored(
        backup.id().toString(), backup.finishedAt(), CatalogJson.write(backup));
  }

  private static BackupCatalogStore.Stored stored(RunRecord run) {
    return new BackupCatalogStore.Stored(run.id(), run.startedAt(), CatalogJson.write(run));
  }

  @Override
  public synchronized void close() {
    ended = true;
    notifyAll();
  }
}
