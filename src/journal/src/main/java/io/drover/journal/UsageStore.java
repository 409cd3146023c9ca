package io.drover.journal;

import java.time.Instant;
import java.util.List;

/**
 * Keeps what services were seen to use. Calls block, for a bounded time, and never on an event
 * loop. All of them throw {@link StoreUnavailableException} when the database can't be asked now.
 */
public interface UsageStore {

  /** All that is kept. */
  List<StoredUsage> load();

  /** Keeps these in place of what was kept of the same services; all or none. */
  void save(List<StoredUsage> usages);

  /**
   * Forgets what nothing was added to since a moment.
   *
   * @return how many went
   */
  int forget(Instant before);
}
