package io.drover.journal;

import io.drover.journal.spool.Spooled;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The database as the drainer sees it. Calls block, for a bounded time, and never on an event loop.
 * All of them throw {@link StoreUnavailableException} when the database can't be asked now.
 */
public interface DecisionStore {

  /** Brings the schema up to date; also when it is already. */
  void migrate();

  /**
   * Stores decisions, all or none; those whose id is there already are left as they are.
   *
   * @throws StoreRefusedException when the database will never take one of them
   */
  void insert(List<Spooled> records);

  /** Finds out whether the database answers. */
  void ping();

  /** The newest decisions that a query asks for, newest first. */
  List<StoredDecision> newest(DecisionQuery query);

  /** The decision with this id. */
  Optional<StoredDecision> find(String id);

  /**
   * Deletes old decisions.
   *
   * @param idleBefore those that changed nothing go when they are older than this
   * @param actedBefore those that changed something go when they are older than this
   * @param most at most so many
   * @return how many went
   */
  int prune(Instant idleBefore, Instant actedBefore, int most);
}
