package io.drover.backup.keep;

import io.drover.backup.decide.keep.Held.Check;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.record.Catalog;
import io.drover.backup.record.Verified;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Reads backups again, one after the other, on a thread of its own: reading takes as long as the
 * store needs, and must delay no schedule. A store that is away ends a check without a result; it
 * is asked for again by whoever wanted it.
 */
public final class Checks implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Checks.class);
  private static final int MOST_WAITING = 1_000;

  private final Verifier verifier;
  private final Catalog catalog;
  private final Supplier<Instant> clock;
  private final Map<BackupId, Boolean> waiting = new LinkedHashMap<>();
  private final Map<BackupId, String> failures = new LinkedHashMap<>();
  private Optional<BackupId> current = Optional.empty();
  private Thread thread;
  private boolean ended;

  /** Checks by this verifier, with what comes of them in this catalog. */
  public Checks(Verifier verifier, Catalog catalog, Supplier<Instant> clock) {
    this.verifier = verifier;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** Starts the thread. */
  public synchronized void start() {
    thread = Thread.ofVirtual().name("backup-checks").start(this::run);
  }

  /**
   * Asks for a check; one that is asked for twice is made once.
   *
   * @return whether it is waiting or under way now
   */
  public synchronized boolean ask(BackupId id) {
    if (waiting.size() >= MOST_WAITING && !waiting.containsKey(id)) {
      return false;
    }
    if (!current.equals(Optional.of(id))) {
      waiting.put(id, true);
      notifyAll();
    }
    return true;
  }

  /** Whether a check of it waits or is under way. */
  public synchronized boolean isPending(BackupId id) {
    return waiting.containsKey(id) || current.equals(Optional.of(id));
  }

  /** Whether nothing waits and nothing is under way. */
  public synchronized boolean isIdle() {
    return waiting.isEmpty() && current.isEmpty();
  }

  /** What couldn't be checked may be asked for again. */
  synchronized void forgetFailures() {
    failures.clear();
  }

  /** Why the last check of a backup could not be made; empty where it could. */
  public synchronized Optional<String> failure(BackupId id) {
    return Optional.ofNullable(failures.get(id));
  }

  /** Forgets what waits: another instance leads. */
  public synchronized void clear() {
    waiting.clear();
    failures.clear();
  }

  private void run() {
    Optional<BackupId> next;
    while ((next = await()).isPresent()) {
      try {
        check(next.get());
      } finally {
        over();
      }
    }
  }

  private synchronized Optional<BackupId> await() {
    while (!ended && waiting.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    if (ended) {
      return Optional.empty();
    }
    BackupId first = waiting.keySet().iterator().next();
    waiting.remove(first);
    current = Optional.of(first);
    return current;
  }

  private synchronized void over() {
    current = Optional.empty();
  }

  private void check(BackupId id) {
    try {
      List<String> problems = verifier.problems(id);
      Verified result = Verified.of(clock.get(), problems);
      catalog.backup(id).map(record -> record.verified(result)).ifPresent(catalog::put);
      if (result.check() == Check.DAMAGED) {
        LOG.errorf("the backup %s is damaged: %s", id, String.join("; ", result.problems()));
      } else {
        LOG.infof("the backup %s was read again and is good", id);
      }
      failed(id, "");
    } catch (IOException | RuntimeException away) {
      LOG.warnf("the backup %s could not be read again: %s", id, away.getMessage());
      failed(id, String.valueOf(away.getMessage()));
    }
  }

  private synchronized void failed(BackupId id, String reason) {
    if (reason.isEmpty()) {
      failures.remove(id);
    } else {
      failures.put(id, reason);
    }
    while (failures.size() > MOST_WAITING) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  @Override
  public synchronized void close() {
    ended = true;
    notifyAll();
    if (thread != null) {
      thread.interrupt();
    }
  }
}
