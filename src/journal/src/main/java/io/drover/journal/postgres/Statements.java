package io.drover.journal.postgres;

import io.drover.journal.StoreUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Runs statements for stores whose rows no database refuses for good: whatever fails means that it
 * can't be asked now. Threads may share it.
 */
final class Statements {
  private final Mutiny.SessionFactory sessions;
  private final Await await;

  Statements(Mutiny.SessionFactory sessions, Vertx vertx, Duration longest) {
    this.sessions = sessions;
    await = new Await(vertx, longest);
  }

  <T> T read(Function<Mutiny.Session, Uni<T>> question) {
    return run(() -> sessions.withSession(question));
  }

  int write(String sql, Function<Mutiny.Query<?>, Mutiny.Query<?>> parameters) {
    return run(
        () ->
            sessions.withTransaction(
                (session, transaction) ->
                    parameters.apply(session.createNativeQuery(sql)).executeUpdate()));
  }

  private <T> T run(Supplier<Uni<? extends T>> work) {
    try {
      return await.result(work);
    } catch (RuntimeException failed) {
      RuntimeException known = SqlFailure.of(failed);
      throw known instanceof StoreUnavailableException
          ? known
          : new StoreUnavailableException(String.valueOf(known.getMessage()), failed);
    }
  }
}
