package io.drover.journal.postgres;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Makes the pool such that a database that fell silent is given up: its connections would hang for
 * as long as the kernel retries.
 */
@Singleton
public final class PoolCreator implements PgPoolCreator {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int SILENT_SECONDS = 60;

  @Override
  public Pool create(Input input) {
    List<PgConnectOptions> options = input.pgConnectOptionsList();
    options.forEach(one -> one.setConnectTimeout(CONNECT_MILLIS).setIdleTimeout(SILENT_SECONDS));
    return Pool.pool(input.vertx(), options.getFirst(), input.poolOptions());
  }
}
