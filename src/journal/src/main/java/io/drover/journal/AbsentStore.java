package io.drover.journal;

import io.drover.journal.spool.Spooled;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stands where no database is configured: everything stays in the spool. */
public final class AbsentStore implements DecisionStore {
  private static final String REASON = "no database is configured (drover.journal.url)";

  @Override
  public void migrate() {
    throw away();
  }

  @Override
  public void insert(List<Spooled> records) {
    throw away();
  }

  @Override
  public void ping() {
    throw away();
  }

  @Override
  public List<StoredDecision> newest(DecisionQuery query) {
    throw away();
  }

  @Override
  public Optional<StoredDecision> find(String id) {
    throw away();
  }

  @Override
  public int prune(Instant idleBefore, Instant actedBefore, int most) {
    throw away();
  }

  private static StoreUnavailableException away() {
    return new StoreUnavailableException(REASON, new IllegalStateException(REASON));
  }
}
