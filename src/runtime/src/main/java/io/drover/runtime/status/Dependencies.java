package io.drover.runtime.status;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What this service needs from others, as those who use it found it last: engine, journal, agents.
 * Readiness stands on the required ones; liveness on none.
 */
@ApplicationScoped
public class Dependencies {
  private final SortedMap<String, Dependency> known = new TreeMap<>();

  /**
   * One of them.
   *
   * @param name what it is, for people and scripts
   * @param required whether the service is not ready without it
   * @param up whether it was found working
   * @param reason why not, or empty text
   */
  public record Dependency(String name, boolean required, boolean up, String reason) {}

  /** Says that it works. */
  public synchronized void up(String name, boolean required) {
    known.put(name, new Dependency(name, required, true, ""));
  }

  /** Says that it does not, and why. */
  public synchronized void down(String name, boolean required, String reason) {
    known.put(name, new Dependency(name, required, false, reason));
  }

  /** All that somebody reported on, by name. */
  public synchronized List<Dependency> all() {
    return List.copyOf(known.values());
  }
}
