package io.drover.journal.postgres;

import io.drover.journal.StoreUnavailableException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/**
 * Runs SQL statements, each a transaction of its own, and lets a plain or virtual thread wait for
 * the answer. One that takes too long is not waited for any more, but not cancelled either: the
 * database's statement timeout ends it. Threads may share it.
 */
final class Statements {
  private final Pool pool;
  private final Duration longest;
  private final UnaryOperator<RuntimeException> failure;

  private Statements(Pool pool, Duration longest, UnaryOperator<RuntimeException> failure) {
    this.pool = pool;
    this.longest = longest;
    this.failure = failure;
  }

  /** Statements of which the database may refuse some for good, see {@link SqlFailure#of}. */
  static Statements thatMayBeRefused(Pool pool, Duration longest) {
    return new Statements(pool, longest, SqlFailure::of);
  }

  /**
   * Statements whose rows no database refuses for good: whatever fails means that it can't be asked
   * now.
   */
  static Statements neverRefused(Pool pool, Duration longest) {
    return new Statements(pool, longest, SqlFailure::passing);
  }

  /**
   * The rows of an answer. One that can't be read is a failure of the statement as any other: a
   * question of which the answer is not known.
   *
   * @param sql with parameters {@code $1}, {@code $2} and so on
   */
  <T> List<T> rows(String sql, Tuple parameters, Function<Row, T> toOne) {
    return answer(
        sql,
        parameters,
        rows -> StreamSupport.stream(rows.spliterator(), false).map(toOne).toList());
  }

  /** How many rows a statement changed. */
  int change(String sql, Tuple parameters) {
    return answer(sql, parameters, RowSet::rowCount);
  }

  // Not a query of the pool itself: its timer outlives a failure to connect, and says so in the log
  // half a minute later, with an exception that nobody catches (issue 1706 of vertx-sql-client).
  private <T> T answer(String sql, Tuple parameters, Function<RowSet<Row>, T> read) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("an event loop must not wait for the database");
    }
    try {
      return read.apply(
          waitFor(
              pool.withConnection(
                  connection -> connection.preparedQuery(sql).execute(parameters))));
    } catch (RuntimeException failed) {
      throw failure.apply(failed);
    }
  }

  private <T> T waitFor(Future<T> answer) {
    try {
      return answer
          .toCompletionStage()
          .toCompletableFuture()
          .get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw new CompletionException(failed.getCause());
    } catch (TimeoutException late) {
      throw new StoreUnavailableException("no answer within " + longest.toSeconds() + " s", late);
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while waiting for the database", told);
    }
  }
}
