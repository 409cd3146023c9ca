package io.drover.journal;

import io.drover.core.decision.Decision;
import io.drover.core.decision.DecisionSink;
import io.drover.journal.spool.RefusedFile;
import io.drover.journal.spool.Spool;
import io.drover.journal.spool.SpoolSettings;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps decisions. Recording writes to the spool on disk and waits for the disk only; one thread
 * moves what is spooled to the database, as soon and as long as that answers.
 */
public final class Journal implements DecisionSink, Closeable {
  private static final int ATTEMPTS = 5;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

  private final Spool spool;
  private final Undrained undrained = new Undrained();
  private final RefusedFile refusedFile;
  private final Drainer drainer;
  private final Thread thread;
  private final InstantSource clock;
  private final AtomicLong refused = new AtomicLong();

  /** A journal that takes decisions at once and drains from {@link #start} on. */
  public Journal(
      SpoolSettings spoolSettings,
      DecisionStore store,
      JournalSettings settings,
      InstantSource clock) {
    this.clock = clock;
    spool = new Spool(spoolSettings, clock);
    refusedFile = new RefusedFile(spoolSettings);
    drainer = new Drainer(spool, store, undrained, refusedFile, settings, clock);
    thread = Thread.ofPlatform().daemon().name("journal-drainer").unstarted(drainer);
  }

  /** Starts draining, in the background. */
  public void start() {
    thread.start();
  }

  /** {@inheritDoc} Never waits for the database. */
  @Override
  public void record(Decision decision) {
    String json = DecisionJson.toLine(decision);
    // An interrupt closes the file under a writer's hands: the record is kept nevertheless.
    boolean interrupted = Thread.interrupted();
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          spool.append(json, taken -> undrained.add(new JournalEntry(taken.seq(), decision)));
          drainer.wake();
          return;
        } catch (ClosedChannelException closed) {
          interrupted |= Thread.interrupted();
          if (attempt == ATTEMPTS) {
            throw closed;
          }
        }
      }
    } catch (IOException notTaken) {
      refused.incrementAndGet();
      throw new UncheckedIOException(notTaken);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The newest decisions that are not in the database yet, at most 1,000, in no order. */
  public List<JournalEntry> undrained() {
    return undrained.all();
  }

  /** How the journal is. */
  public JournalStatus status() {
    long spooled = spool.records();
    return new JournalStatus(
        drainer.database(),
        spooled,
        spool.bytes(),
        spool.isFull(),
        spooled == 0 ? Duration.ZERO : Duration.between(drainer.caughtUpAt(), clock.instant()),
        refused.get(),
        spool.damagedLines(),
        refusedFile.records());
  }

  /** Stops draining; what is not drained stays in the spool for the next start. */
  @Override
  public void close() {
    drainer.stop();
    try {
      if (thread.isAlive()) {
        thread.join(STOP_TIMEOUT);
      }
      spool.close();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (IOException disk) {
      throw new UncheckedIOException(disk);
    }
  }
}
