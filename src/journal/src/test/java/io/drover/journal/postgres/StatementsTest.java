package io.drover.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.journal.StoreUnavailableException;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatementsTest {
  private static final int ACQUIRE_MILLIS = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Vertx vertx = Vertx.vertx();

  private Statements statements() {
    Pool pool =
        PgBuilder.pool()
            .with(
                new PoolOptions()
                    .setConnectionTimeout(ACQUIRE_MILLIS)
                    .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
            .connectingTo(new PgConnectOptions().setHost("127.0.0.1").setPort(1))
            .using(vertx)
            .build();
    return Statements.neverRefused(new Connections(pool, PATIENCE));
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aDatabaseThatIsNotThereLeavesNothingBehind() throws InterruptedException {
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    vertx.exceptionHandler(uncaught::add);
    Statements statements = statements();
    assertThatThrownBy(() -> statements.rows("select 1", Tuple.tuple(), row -> row))
        .isInstanceOf(StoreUnavailableException.class);
    CountDownLatch pastTheTimer = new CountDownLatch(1);
    vertx.setTimer(3 * ACQUIRE_MILLIS, timer -> pastTheTimer.countDown());
    assertThat(pastTheTimer.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(uncaught).isEmpty();
  }
}
