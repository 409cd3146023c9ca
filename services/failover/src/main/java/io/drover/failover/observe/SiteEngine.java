package io.drover.failover.observe;

import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.engine.Timeouts;
import io.drover.failover.decide.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether a site's Swarm answers and has its quorum. It is asked on a thread of its own, one
 * question at a time: an engine that hangs must not hold up who watches the sites.
 */
public final class SiteEngine implements AutoCloseable {
  /** An engine that is slower than this can't be worked with while a site is down. */
  public static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMinutes(5));

  private final Engine engine;
  private final Duration stale;
  private final Supplier<Instant> clock;
  private final CountDownLatch answered = new CountDownLatch(1);
  private boolean asking;
  private Instant askedAt = Instant.MIN;
  private Instant reachableSince = Instant.MAX;
  private Instant lastGood = Instant.MIN;
  private String why = "it was not asked yet";

  /**
   * Stands on an engine, which is closed with it.
   *
   * @param engine a manager's
   * @param stale how long a question may go unanswered until its last good answer says nothing any
   *     more
   */
  public SiteEngine(Engine engine, Duration stale, Supplier<Instant> clock) {
    this.engine = engine;
    this.stale = stale;
    this.clock = clock;
  }

  /** The engine. */
  public Engine engine() {
    return engine;
  }

  /** What is known now; asks again, unless a question is still under way. Never blocks. */
  public synchronized Target look() {
    if (!asking) {
      asking = true;
      askedAt = clock.get();
      Thread.ofVirtual().name("site-engine").start(this::ask);
    }
    return standing();
  }

  /**
   * Waits for the first answer, good or bad, at most so long: who has only just begun to look must
   * not take a site for unreachable.
   */
  public void awaitFirst(Duration atMost) {
    look();
    try {
      answered.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a question is under way. */
  synchronized boolean isAsking() {
    return asking;
  }

  private Target standing() {
    if (reachableSince.equals(Instant.MAX)) {
      return new Target.Unreachable(why);
    }
    // Its own silence counts, not the age of its answer: who looks may have been busy, or asleep.
    Instant now = clock.get();
    if (askedAt.isAfter(now)) {
      askedAt = now;
    }
    if (asking && askedAt.plus(stale).isBefore(now)) {
      // What hangs is no answer; when it is back it counts anew.
      reachableSince = Instant.MAX;
      why = "its engine has not answered since " + lastGood;
      return new Target.Unreachable(why);
    }
    return new Target.Reachable(reachableSince);
  }

  private void ask() {
    try {
      // Managers answer this only while they have a leader.
      engine.list("/nodes");
      good();
    } catch (EngineException failed) {
      bad(failed.getMessage());
    } catch (RuntimeException closed) {
      // Closed while it was asked: nobody looks any more.
      bad(closed.toString());
    } finally {
      synchronized (this) {
        asking = false;
      }
      answered.countDown();
    }
  }

  private synchronized void good() {
    lastGood = clock.get();
    if (reachableSince.equals(Instant.MAX)) {
      reachableSince = lastGood;
    }
  }

  private synchronized void bad(String reason) {
    reachableSince = Instant.MAX;
    why = reason;
  }

  @Override
  public void close() {
    engine.close();
  }
}
