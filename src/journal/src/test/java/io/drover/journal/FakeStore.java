package io.drover.journal;

import io.drover.journal.spool.Spooled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A database in memory, which tests take away and bring back. */
public final class FakeStore implements DecisionStore {
  private final List<JournalEntry> entries = new ArrayList<>();
  private final List<String> arrived = new ArrayList<>();
  private Predicate<Spooled> refused = record -> false;
  private boolean away;
  private boolean refusesQuestions;
  private boolean readOnly;
  private boolean dies;
  private int migrations;
  private int mostAskedFor;

  /** Whether it is away. */
  public synchronized void away(boolean isAway) {
    away = isAway;
  }

  synchronized void refuseQuestions(boolean refuses) {
    refusesQuestions = refuses;
  }

  synchronized void readOnly(boolean isReadOnly) {
    readOnly = isReadOnly;
  }

  /** Stores the next batch and then loses the connection before it can say so. */
  synchronized void diesAfterTheNextInsert() {
    dies = true;
  }

  synchronized void refuse(Predicate<Spooled> which) {
    refused = which;
  }

  synchronized List<String> ids() {
    return entries.stream().map(entry -> entry.decision().id()).toList();
  }

  /** Ids of everything that was sent, repetitions included. */
  synchronized List<String> arrived() {
    return List.copyOf(arrived);
  }

  synchronized int migrations() {
    return migrations;
  }

  /** How many decisions a question asked for at most. */
  public synchronized int mostAskedFor() {
    return mostAskedFor;
  }

  private void reach() {
    if (away) {
      throw new StoreUnavailableException("connection refused", new IllegalStateException());
    }
  }

  @Override
  public synchronized void migrate() {
    reach();
    migrations++;
  }

  @Override
  public synchronized void insert(List<Spooled> records) {
    reach();
    if (records.stream().anyMatch(refused)) {
      throw new StoreRefusedException("value out of range", new IllegalArgumentException());
    }
    for (Spooled record : records) {
      JournalEntry entry = new JournalEntry(record.seq(), DecisionJson.parse(record.json()));
      arrived.add(entry.decision().id());
      if (!ids().contains(entry.decision().id())) {
        entries.add(entry);
      }
    }
    if (dies) {
      dies = false;
      throw new StoreUnavailableException("connection reset", new IllegalStateException());
    }
  }

  @Override
  public synchronized void ping() {
    reach();
  }

  @Override
  public synchronized List<StoredDecision> newest(DecisionQuery query) {
    reach();
    mostAskedFor = Math.max(mostAskedFor, query.limit());
    if (refusesQuestions) {
      throw new StoreRefusedException("no such character", new IllegalArgumentException());
    }
    return entries.stream()
        .filter(query::matches)
        .sorted(JournalEntry.NEWEST_FIRST)
        .limit(query.limit())
        .map(StoredDecision::of)
        .toList();
  }

  @Override
  public synchronized Optional<StoredDecision> find(String id) {
    reach();
    return entries.stream()
        .filter(entry -> entry.decision().id().equals(id))
        .map(StoredDecision::of)
        .findFirst();
  }

  @Override
  public synchronized int prune(Instant idleBefore, Instant actedBefore, int most) {
    reach();
    if (readOnly) {
      throw new StoreUnavailableException("read only", new IllegalStateException());
    }
    List<JournalEntry> old =
        entries.stream()
            .filter(
                entry ->
                    entry
                        .decision()
                        .at()
                        .isBefore(Verdict.of(entry.decision()).acted() ? actedBefore : idleBefore))
            .limit(most)
            .toList();
    entries.removeAll(old);
    return old.size();
  }
}
