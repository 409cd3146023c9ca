package io.drover.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Keeps what is known of services, hour by hour. Calls block, for a bounded time, and never on an
 * event loop. All of them throw {@link StoreUnavailableException} when the database can't be asked
 * now.
 */
public interface HourStore {

  /**
   * One hour of one service, as one process saw it.
   *
   * @param service its full name
   * @param hour when the hour began
   * @param writer the process
   * @param body a JSON object
   */
  record Hour(String service, Instant hour, String writer, String body) {}

  /** All hours of these services that began at that moment or later. */
  List<Hour> load(Collection<String> services, Instant since);

  /** Keeps these in place of what the same processes wrote of the same hours; all or none. */
  void save(List<Hour> hours);

  /**
   * Forgets the hours that began before a moment.
   *
   * @return how many went
   */
  int forget(Instant before);
}
