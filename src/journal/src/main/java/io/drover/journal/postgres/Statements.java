package io.drover.journal.postgres;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/**
 * Runs SQL statements, each a transaction of its own, and waits for the answer. Threads may share
 * it.
 */
final class Statements {
  private final Connections connections;
  private final UnaryOperator<RuntimeException> failure;

  private Statements(Connections connections, UnaryOperator<RuntimeException> failure) {
    this.connections = connections;
    this.failure = failure;
  }

  /** Statements of which the database may refuse some for good, see {@link SqlFailure#of}. */
  static Statements thatMayBeRefused(Connections connections) {
    return new Statements(connections, SqlFailure::of);
  }

  /**
   * Statements whose rows no database refuses for good: whatever fails means that it can't be asked
   * now.
   */
  static Statements neverRefused(Connections connections) {
    return new Statements(connections, SqlFailure::passing);
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

  private <T> T answer(String sql, Tuple parameters, Function<RowSet<Row>, T> read) {
    try {
      return read.apply(
          connections.call(connection -> connection.preparedQuery(sql).execute(parameters)));
    } catch (RuntimeException failed) {
      throw failure.apply(failed);
    }
  }
}
