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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps decisions. Recording writes to the spool on disk and waits for the disk only; one thread
 * moves what is spooled to the database, as soon and as long as that answers.
 */
public final class Journal implements DecisionSink, Closeable {
  private static final int ATTEMPTS = 5;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final Spool spool;
  private final DecisionStore store;
  private final Undrained undrained = new Undrained();
  private final RefusedFile refusedFile;
  private final Drainer drainer;
  private final Thread thread;
  private final InstantSource clock;
  private final AtomicLong refused = new AtomicLong();

  /**
   * A journal that takes decisions at once and drains from {@link #start} on.
   *
   * @param observer is told after each attempt whether the database answers
   */
  public Journal(
      SpoolSettings spoolSettings,
      DecisionStore store,
      JournalSettings settings,
      InstantSource clock,
      Consumer<DatabaseState> observer) {
    this.clock = clock;
    this.store = store;
    spool = new Spool(spoolSettings, clock);
    refusedFile = new RefusedFile(spoolSettings);
    drainer = new Drainer(spool, store, undrained, refusedFile, settings, clock, observer);
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

  /**
   * The newest decisions that are asked for, from the database and from what is not there yet.
   * Blocks for a bounded time, and not at all while the database is known to be away.
   */
  public JournalAnswer newest(DecisionQuery query) {
    // First what is on its way: it is then found twice at worst, and never missed.
    List<StoredDecision> here =
        undrained.all().stream()
            .filter(query::matches)
            .sorted(JournalEntry.NEWEST_FIRST)
            .limit(query.limit())
            .map(StoredDecision::of)
            .toList();
    return merge(here, query.limit(), () -> store.newest(query));
  }

  /** The decision with this id, if there is one; blocks as {@link #newest} does. */
  public JournalAnswer find(String id) {
    List<StoredDecision> here =
        undrained.all().stream()
            .filter(entry -> entry.decision().id().equals(id))
            .map(StoredDecision::of)
            .toList();
    return here.isEmpty()
        ? merge(here, 1, () -> store.find(id).stream().toList())
        : new JournalAnswer(here, "");
  }

  /**
   * What a loop did to a service; blocks as {@link #newest} does. What other instances of the loop
   * recorded and could not store yet is not known here.
   *
   * @param most at most so many, the newest
   */
  public PastActs actedSince(String loop, String serviceId, Instant since, int most) {
    JournalAnswer answer =
        newest(
            new DecisionQuery(
                "", serviceId, loop, DecisionQuery.Acted.YES, since, DecisionQuery.END, most));
    List<Decision> decisions = new ArrayList<>();
    String missing = answer.missing();
    for (StoredDecision stored : answer.decisions()) {
      try {
        decisions.add(DecisionJson.read(stored.json()));
      } catch (MalformedDecisionException fromANewerVersion) {
        missing = stored.position().id() + ": " + fromANewerVersion.getMessage();
      }
    }
    return missing.isEmpty()
        ? new PastActs.Known(decisions)
        : new PastActs.Partial(decisions, missing);
  }

  private JournalAnswer merge(
      List<StoredDecision> here, int limit, Supplier<List<StoredDecision>> stored) {
    Map<String, StoredDecision> found = new HashMap<>();
    String missing = undrained.isComplete() ? "" : "the oldest of those that wait in the spool";
    try {
      if (drainer.database() instanceof DatabaseState.Away(Instant since, String reason)) {
        missing = "the database is away since " + since + ": " + reason;
      } else {
        stored.get().forEach(decision -> found.put(decision.position().id(), decision));
      }
    } catch (StoreUnavailableException away) {
      missing = "the database does not answer: " + away.getMessage();
    } catch (StoreRefusedException refused) {
      // As one of another encoding does when it is asked for a name that it can't spell.
      missing = "the database refuses the question: " + refused.getMessage();
    }
    here.forEach(decision -> found.put(decision.position().id(), decision));
    return new JournalAnswer(
        found.values().stream().sorted(StoredDecision.NEWEST_FIRST).limit(limit).toList(), missing);
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
