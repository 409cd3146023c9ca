package io.drover.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps incidents, so that a restart goes on with them. Calls block, for a bounded time, and never
 * on an event loop. All of them throw {@link StoreUnavailableException} when the database can't be
 * asked now.
 */
public interface IncidentStore {

  /**
   * An incident as it is stored.
   *
   * @param id its id
   * @param changedAt when something last happened to it
   * @param body a JSON object
   */
  record Stored(String id, Instant changedAt, String body) {}

  /** The newest so many. */
  List<Stored> load(int most);

  /** Keeps these in place of what was kept under the same ids; all or none. */
  void save(List<Stored> incidents);

  /**
   * The alerts that fired when somebody last said so: a JSON array; absent when nobody ever did.
   */
  Optional<String> firing();

  /** Keeps the alerts that fire, in place of those before. */
  void saveFiring(Instant changedAt, String body);

  /**
   * Forgets what last changed before a moment.
   *
   * @return how many went
   */
  int forget(Instant before);
}
