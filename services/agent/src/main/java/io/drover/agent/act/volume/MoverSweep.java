package io.drover.agent.act.volume;

import io.drover.engine.EngineException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Removes movers that nobody waits for any more, at the start and now and then. */
@ApplicationScoped
public class MoverSweep {
  private static final Logger LOG = Logger.getLogger(MoverSweep.class);
  private static final Duration PERIOD = Duration.ofSeconds(20);

  /** A mover is ready within seconds; an engine that is busy may take longer to start it. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final Movers movers;
  private volatile Thread thread;

  /** A sweep of these. */
  public MoverSweep(Movers movers) {
    this.movers = movers;
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofVirtual().name("drover-mover-sweep").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(swept() ? PERIOD : AFTER_FAILURE);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean swept() {
    try {
      int removed = movers.sweep(PATIENCE);
      if (removed > 0) {
        LOG.infof("removed %d movers that nobody waited for", removed);
      }
      return true;
    } catch (EngineException away) {
      return false;
    }
  }
}
