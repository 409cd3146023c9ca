package io.drover.journal.wiring;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;

/**
 * Makes the pool such that it reads the password for each connection, so that a service starts
 * before the file is there and a rotated password needs no restart; and such that a database that
 * fell silent is given up, whose connections would hang for as long as the kernel retries.
 */
@Singleton
public final class PoolCreator implements PgPoolCreator {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int SILENT_SECONDS = 60;

  private final JournalCredentials credentials;

  /** Pools of connections with these. */
  public PoolCreator(JournalCredentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public Pool create(Input input) {
    PgConnectOptions options =
        new PgConnectOptions(input.pgConnectOptionsList().getFirst())
            .setUser(credentials.user())
            .setConnectTimeout(CONNECT_MILLIS)
            .setIdleTimeout(SILENT_SECONDS);
    return PgBuilder.pool()
        .with(input.poolOptions())
        .connectingTo(
            () ->
                input
                    .vertx()
                    .executeBlocking(
                        () -> new PgConnectOptions(options).setPassword(credentials.password())))
        .using(input.vertx())
        .build();
  }
}
