package io.drover.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Keeps what is known of backups and of the runs that made them. Calls block, for a bounded time,
 * and never on an event loop. All of them throw {@link StoreUnavailableException} when the database
 * can't be asked now.
 */
public interface BackupCatalogStore {

  /**
   * A backup or a run as it is stored.
   *
   * @param id its id
   * @param at when it was made or begun
   * @param body a JSON object
   */
  record Stored(String id, Instant at, String body) {}

  /** The newest so many backups. */
  List<Stored> backups(int most);

  /** Keeps these in place of what was kept under the same ids; all or none. */
  void saveBackups(List<Stored> backups);

  /** Forgets backups. */
  void forgetBackups(Collection<String> ids);

  /** The newest so many runs. */
  List<Stored> runs(int most);

  /** Keeps these in place of what was kept under the same ids; all or none. */
  void saveRuns(List<Stored> runs);

  /**
   * Forgets runs that began before a moment.
   *
   * @return how many went
   */
  int forgetRuns(Instant before);
}
