package io.drover.failover.observe;

import io.drover.core.model.ServiceView;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.engine.EngineReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The services of a Swarm, for their labels; read from time to time on a thread of its own, so that
 * an engine that hangs holds nobody up. What was read last stays while it can't be read.
 */
public final class LabelWatch {
  private static final Duration REREAD = Duration.ofSeconds(15);

  private final Engine engine;
  private List<ServiceView> known = List.of();
  private Instant asked = Instant.MIN;
  private boolean asking;

  /** Stands on an engine, which stays the caller's to close. */
  public LabelWatch(Engine engine) {
    this.engine = engine;
  }

  /** What is known now; never blocks. */
  public synchronized List<ServiceView> look(Instant now) {
    if (!asking && (asked.equals(Instant.MIN) || !asked.plus(REREAD).isAfter(now))) {
      asking = true;
      asked = now;
      Thread.ofVirtual().name("labels").start(this::read);
    }
    return known;
  }

  private void read() {
    try {
      List<ServiceView> read =
          engine.list("/services").stream()
              .map(service -> EngineReader.service(service.tree()))
              .toList();
      synchronized (this) {
        known = read;
      }
    } catch (EngineException away) {
      // The loop's lease and the readiness tell of it.
      return;
    } finally {
      synchronized (this) {
        asking = false;
      }
    }
  }
}
