package io.drover.backup.act;

import java.time.Instant;
import java.util.List;

/**
 * What is about to be done to services, written down before it is done.
 *
 * @param id of the run
 * @param subject the stack that it is about
 * @param since when it was begun
 * @param instance the process that does it
 * @param stopped the services that are stopped for it, in order; they come back in reverse
 */
public record Intent(
    String id, String subject, Instant since, String instance, List<Stopped> stopped) {
  public Intent {
    stopped = List.copyOf(stopped);
  }

  /** The same with these services. */
  public Intent stopping(List<Stopped> services) {
    return new Intent(id, subject, since, instance, services);
  }
}
