package io.drover.backup.record;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.MalformedManifestException;
import io.drover.backup.store.BackupStore;
import io.drover.backup.store.NoSuchBackupException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * The backups and runs that are known, in memory; a {@link CatalogKeeper} keeps them. What backups
 * there are, the store says: {@link #refresh} makes the catalog follow it.
 */
public final class Catalog {
  /** Runs that are remembered. */
  public static final int MOST_RUNS = 2_000;

  /** Backups that are remembered by the database; the store may have more. */
  public static final int MOST_BACKUPS = 20_000;

  private static final Logger LOG = Logger.getLogger(Catalog.class);

  private final BackupStore store;
  private final CatalogKeeper keeper;
  private final NavigableMap<BackupId, BackupRecord> backups = new TreeMap<>();
  private final Map<String, RunRecord> runs = new LinkedHashMap<>();
  private List<String> problems = List.of();
  private boolean known;

  /** A catalog of this store, which knows nothing yet. */
  public Catalog(BackupStore store, CatalogKeeper keeper) {
    this.store = store;
    this.keeper = keeper;
  }

  /** Whether it was read from the store since this instance leads. */
  public synchronized boolean isKnown() {
    return known;
  }

  /** Forgets all, without touching what is kept: another instance leads. */
  public synchronized void forget() {
    backups.clear();
    runs.clear();
    problems = List.of();
    known = false;
  }

  /** All backups, by stack, then oldest first. */
  public synchronized List<BackupRecord> backups() {
    return List.copyOf(backups.values());
  }

  /** One of them. */
  public synchronized Optional<BackupRecord> backup(BackupId id) {
    return Optional.ofNullable(backups.get(id));
  }

  /** Runs that are over, newest first. */
  public synchronized List<RunRecord> runs() {
    List<RunRecord> all = new ArrayList<>(runs.values());
    all.sort(Comparator.comparing(RunRecord::startedAt).thenComparing(RunRecord::id).reversed());
    return all;
  }

  /** What in the store can't be read, in words. */
  public synchronized List<String> problems() {
    return problems;
  }

  /** Takes what the database has, as far as it isn't known better; {@link #refresh} is next. */
  public synchronized void take(CatalogKeeper.Loaded loaded) {
    for (BackupRecord record : loaded.backups()) {
      BackupRecord here = backups.get(record.id());
      if (here == null && !known) {
        backups.put(record.id(), record);
      } else if (here != null && here.verified().at().isBefore(record.verified().at())) {
        backups.put(record.id(), record);
      }
    }
    loaded.runs().forEach(run -> runs.putIfAbsent(run.id(), run));
  }

  /**
   * Follows the store: reads the manifests of backups that aren't known, and forgets those that are
   * gone.
   *
   * @return how many backups there are
   */
  public int refresh() throws IOException {
    List<BackupId> there = store.list();
    List<BackupId> unknown;
    Set<BackupId> gone;
    synchronized (this) {
      unknown = there.stream().filter(id -> !backups.containsKey(id)).toList();
      gone = new HashSet<>(backups.keySet());
    }
    there.forEach(gone::remove);
    List<BackupRecord> read = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (BackupId id : unknown) {
      try {
        read.add(BackupRecord.of(store.manifest(id)));
      } catch (MalformedManifestException malformed) {
        LOG.warn(malformed.getMessage());
        unreadable.add(malformed.getMessage());
      } catch (NoSuchBackupException deletedMeanwhile) {
        gone.add(id);
      }
    }
    synchronized (this) {
      read.forEach(record -> backups.putIfAbsent(record.id(), record));
      gone.forEach(backups::remove);
      problems = List.copyOf(unreadable);
      known = true;
    }
    keeper.keep(read);
    keeper.drop(gone);
    return there.size();
  }

  /**
   * Makes it anew from the store alone: every manifest is read. Checks that are known of backups
   * that are still there are kept.
   *
   * @return how many backups there are
   */
  public int rebuild() throws IOException {
    Map<BackupId, BackupRecord> before;
    synchronized (this) {
      before = new TreeMap<>(backups);
      backups.clear();
    }
    try {
      int count = refresh();
      before.values().forEach(this::restoreChecks);
      return count;
    } catch (IOException failed) {
      synchronized (this) {
        before.forEach(backups::putIfAbsent);
      }
      throw failed;
    }
  }

  private void restoreChecks(BackupRecord before) {
    backup(before.id())
        .ifPresent(now -> put(now.verified(before.verified()).restored(before.restored())));
  }

  /**
   * Meets a backup that was made here: whoever made it can go on with it before {@link #refresh}.
   */
  public void made(BackupId id) throws IOException {
    BackupRecord read = BackupRecord.of(store.manifest(id));
    boolean met;
    synchronized (this) {
      met = backups.putIfAbsent(id, read) == null;
    }
    if (met) {
      keeper.keep(List.of(read));
    }
  }

  /** Adds a backup, or says something new of one. */
  public void put(BackupRecord record) {
    synchronized (this) {
      backups.put(record.id(), record);
    }
    keeper.keep(List.of(record));
  }

  /** Removes a backup from the store, and then from here. */
  public void delete(BackupId id) throws IOException {
    store.delete(id);
    synchronized (this) {
      backups.remove(id);
    }
    keeper.drop(List.of(id));
  }

  /** Remembers a run. */
  public void ran(RunRecord run) {
    synchronized (this) {
      runs.put(run.id(), run);
      while (runs.size() > MOST_RUNS) {
        runs.remove(runs.keySet().iterator().next());
      }
    }
    keeper.keepRun(run);
  }
}
