package io.drover.journal.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.journal.DatabaseState;
import io.drover.journal.DecisionQuery;
import io.drover.journal.Decisions;
import io.drover.journal.Journal;
import io.drover.journal.JournalSettings;
import io.drover.journal.StoreUnavailableException;
import io.drover.journal.postgres.Connections;
import io.drover.journal.postgres.PostgresStore;
import io.drover.journal.spool.SpoolSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal ends while statements of it wait for a lock, which nobody gives up before all has
 * ended: neither it nor the pool waits for them.
 */
@QuarkusTest
@WithTestResource(RunningEnvironment.class)
class StopWhileLockedTest extends OnPostgres {
  private static final String NAME = "stops";
  private static final String WAITING =
      "select count(*) from pg_stat_activity where application_name = '%s' and wait_event_type = 'Lock'"
          .formatted(NAME);

  @Inject Vertx vertx;
  @TempDir Path folder;

  private Pool pool() {
    // Without a statement timeout, which would end them in the end.
    return PgBuilder.pool()
        .connectingTo(
            PgConnectOptions.fromUri(postgres.url())
                .setUser("postgres")
                .addProperty("application_name", NAME))
        .using(vertx)
        .build();
  }

  private Journal journal(PostgresStore of) {
    return new Journal(
        new SpoolSettings(folder, NAME, 1_000_000),
        of,
        JournalSettings.DEFAULT,
        InstantSource.system(),
        state -> {});
  }

  private int waiting() {
    try (Connection another = postgres.connect();
        Statement statement = another.createStatement();
        ResultSet count = statement.executeQuery(WAITING)) {
      count.next();
      return count.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nothingWaitsForTheLock() throws Exception {
    Pool pool = pool();
    Connections connections = new Connections(pool, PATIENCE);
    PostgresStore store = new PostgresStore(connections, () -> null);
    Journal stopped = journal(store);
    stopped.start();
    await(
        "the database is there",
        () -> stopped.status().database() instanceof DatabaseState.Reachable);
    try (Connection owner = postgres.connect();
        Statement statement = owner.createStatement()) {
      owner.setAutoCommit(false);
      statement.execute("lock table drover.decision in access exclusive mode");
      stopped.record(Decisions.numbered(32_000, NAME));
      CompletableFuture<?> asked =
          CompletableFuture.runAsync(() -> store.newest(DecisionQuery.newest(1)));
      await("both wait", () -> waiting() == 2);

      connections.stopping();
      stopped.close();
      assertThat(stopped.status().database()).isInstanceOf(DatabaseState.Away.class);
      connections.close();
      pool.close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

      await("the database forgot them", () -> waiting() == 0);
      assertThatThrownBy(asked::join).hasCauseInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(store::ping).isInstanceOf(StoreUnavailableException.class);
      owner.rollback();
    }
    assertThat(idsInTable(NAME)).isEmpty();
  }
}
