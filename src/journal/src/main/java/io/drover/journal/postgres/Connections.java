package io.drover.journal.postgres;

import io.drover.journal.StoreUnavailableException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The connections that all stores share; plain and virtual threads wait for what is asked on them.
 * What takes too long is not waited for any more, but not cancelled either: the database's
 * statement timeout ends it. Threads may share it.
 *
 * <p>A service that stops has no time for that: a pool closes when its last statement has ended,
 * and one that waits for a lock would hold up the end for as long as the database lets it wait.
 */
public final class Connections {
  private static final Duration WHILE_STOPPING = Duration.ofSeconds(2);

  private final Pool pool;
  private final Duration longest;
  private final Set<CompletableFuture<?>> awaited = ConcurrentHashMap.newKeySet();
  private final Set<SqlConnection> busy = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;
  private volatile boolean closed;

  /**
   * Those of a pool, which is made by somebody else and closed by them.
   *
   * @param longest how long a call may wait for the database
   */
  public Connections(Pool pool, Duration longest) {
    this.pool = pool;
    this.longest = longest;
  }

  /** From now on no call waits longer than two seconds, nor does any that waits already. */
  public void stopping() {
    stopping = true;
    awaited.forEach(Connections::shorten);
  }

  /**
   * Has the database cancel whatever is still asked, and refuses to ask anything more. The pool can
   * be closed at once then.
   */
  public void close() {
    closed = true;
    try {
      Future.join(busy.stream().map(each -> PgConnection.cast(each).cancelRequest()).toList())
          .toCompletionStage()
          .toCompletableFuture()
          .get(WHILE_STOPPING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException away) {
      // It has gone itself, and its connections with it, or it will have to wait for itself.
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What was asked on one of them.
   *
   * @throws CompletionException when the database answers with an error, or does not answer
   * @throws StoreUnavailableException when it takes too long
   */
  <T> T call(Function<SqlConnection, Future<T>> question) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("an event loop must not wait for the database");
    }
    // Not a query of the pool itself: its timer outlives a failure to connect, and says so in the
    // log half a minute later, with an exception that nobody catches (issue 1706 of
    // vertx-sql-client).
    CompletableFuture<T> answer =
        pool.withConnection(connection -> asked(connection, question))
            .toCompletionStage()
            .toCompletableFuture();
    awaited.add(answer);
    if (stopping) {
      shorten(answer);
    }
    try {
      return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (stopping && failed.getCause() instanceof TimeoutException late) {
        throw new StoreUnavailableException("no answer before the service stops", late);
      }
      throw new CompletionException(failed.getCause());
    } catch (TimeoutException late) {
      throw new StoreUnavailableException("no answer within " + longest.toSeconds() + " s", late);
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while waiting for the database", told);
    } finally {
      awaited.remove(answer);
    }
  }

  private <T> Future<T> asked(
      SqlConnection connection, Function<SqlConnection, Future<T>> question) {
    busy.add(connection);
    if (closed) {
      busy.remove(connection);
      return Future.failedFuture("the service stops");
    }
    return question.apply(connection).onComplete(ended -> busy.remove(connection));
  }

  private static void shorten(CompletableFuture<?> answer) {
    answer.orTimeout(WHILE_STOPPING.toMillis(), TimeUnit.MILLISECONDS);
  }
}
