package io.drover.journal;

import io.drover.journal.spool.RefusedFile;
import io.drover.journal.spool.Spool;
import io.drover.journal.spool.Spooled;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Moves decisions from the spool to the database, on one thread, in order: a batch is stored, then
 * the spool forgets it. A crash between the two stores it a second time, which the ids make a
 * no-op.
 */
final class Drainer implements Runnable {
  private static final Logger LOG = Logger.getLogger(Drainer.class);
  private static final int PRUNE_BATCH = 1_000;

  private final Spool spool;
  private final DecisionStore store;
  private final Undrained undrained;
  private final RefusedFile refusedFile;
  private final JournalSettings settings;
  private final InstantSource clock;
  private final Consumer<DatabaseState> observer;
  private final AtomicReference<CountDownLatch> recorded =
      new AtomicReference<>(new CountDownLatch(1));
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile DatabaseState database;
  private volatile Instant caughtUpAt;
  private boolean migrated;
  private Instant prunedAt = Instant.MIN;
  private Instant adoptedAt = Instant.MIN;
  private Duration retry = Duration.ZERO;

  Drainer(
      Spool spool,
      DecisionStore store,
      Undrained undrained,
      RefusedFile refusedFile,
      JournalSettings settings,
      InstantSource clock,
      Consumer<DatabaseState> observer) {
    this.spool = spool;
    this.store = store;
    this.undrained = undrained;
    this.refusedFile = refusedFile;
    this.settings = settings;
    this.clock = clock;
    this.observer = observer;
    caughtUpAt = clock.instant();
    database = new DatabaseState.Away(caughtUpAt, "not reached yet");
  }

  @Override
  public void run() {
    while (!stopped()) {
      recorded.set(new CountDownLatch(1));
      pause(round());
    }
  }

  /** One round; returns how long to rest unless something is recorded meanwhile. */
  Duration round() {
    try {
      adoptOrphans();
      if (!migrated) {
        store.migrate();
        migrated = true;
      }
      if (!drain()) {
        store.ping();
      }
      prune();
      reached();
      retry = Duration.ZERO;
      return settings.probeInterval();
    } catch (StoreUnavailableException away) {
      missed(away.getMessage());
    } catch (IOException disk) {
      LOG.errorf(disk, "the journal's spool can't be drained");
    } catch (RuntimeException defect) {
      LOG.errorf(defect, "the journal can't drain; it will try again");
      missed(defect.toString());
    }
    retry = retry.isZero() ? settings.firstRetry() : retry.multipliedBy(2);
    retry = retry.compareTo(settings.longestRetry()) > 0 ? settings.longestRetry() : retry;
    return retry;
  }

  /** Something was recorded. */
  void wake() {
    recorded.get().countDown();
  }

  void stop() {
    stopping.countDown();
    wake();
  }

  private boolean stopped() {
    return stopping.getCount() == 0;
  }

  DatabaseState database() {
    return database;
  }

  /** When everything recorded was last known to be in the database. */
  Instant caughtUpAt() {
    return caughtUpAt;
  }

  /** Notes that the database answered. */
  private void reached() {
    if (database instanceof DatabaseState.Away(Instant since, String reason)) {
      LOG.infof("the journal's database answers; it was away since %s (%s)", since, reason);
    }
    database = database.reached(clock.instant());
    observer.accept(database);
  }

  private void missed(String reason) {
    if (!(database instanceof DatabaseState.Away(Instant since, String before))
        || !before.equals(reason)) {
      LOG.warnf("the journal's database is away, decisions stay in the spool: %s", reason);
    }
    database = database.missed(clock.instant(), reason);
    // What comes back may be another database, or an older one.
    migrated = false;
    observer.accept(database);
  }

  private boolean drain() throws IOException {
    boolean some = false;
    while (!stopped()) {
      Instant before = clock.instant();
      Optional<Spool.Batch> batch = spool.next(settings.batchRecords());
      if (batch.isEmpty()) {
        caughtUpAt = before;
        return some;
      }
      List<Spooled> records = batch.get().records();
      insert(records);
      batch.get().drained();
      undrained.remove(records);
      reached();
      some = true;
    }
    return some;
  }

  /**
   * Stores a batch. What the database will never take must not hold up the rest for ever: it is set
   * aside.
   */
  private void insert(List<Spooled> records) throws IOException {
    try {
      store.insert(records);
    } catch (StoreRefusedException refused) {
      if (records.size() > 1) {
        int half = records.size() / 2;
        insert(records.subList(0, half));
        insert(records.subList(half, records.size()));
      } else {
        LOG.errorf("a decision is set aside, the database refuses it: %s", refused.getMessage());
        refusedFile.add(records.getFirst());
      }
    }
  }

  private void adoptOrphans() throws IOException {
    Instant now = clock.instant();
    if (adoptedAt.isBefore(now.minus(settings.probeInterval()))) {
      spool.adopt(
          record -> {
            try {
              undrained.add(new JournalEntry(record.seq(), DecisionJson.parse(record.json())));
            } catch (MalformedDecisionException fromANewerVersion) {
              LOG.debugf("a spooled decision can't be shown: %s", fromANewerVersion.getMessage());
            }
          });
      adoptedAt = now;
    }
  }

  private void prune() {
    Instant now = clock.instant();
    if (prunedAt.isBefore(now.minus(settings.pruneInterval()))) {
      int gone;
      do {
        gone =
            store.prune(
                now.minus(settings.retention()), now.minus(settings.actedRetention()), PRUNE_BATCH);
        // Not before: one that is read only answers, too, and would come and go with each round.
        reached();
      } while (gone == PRUNE_BATCH && !stopped());
      prunedAt = now;
    }
  }

  /** Rests. After a failure only stopping ends the rest early: there is nowhere to put a record. */
  private void pause(Duration longest) {
    try {
      CountDownLatch end = retry.isZero() ? recorded.get() : stopping;
      if (end.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.trace("a rest ended early");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      stop();
    }
  }
}
