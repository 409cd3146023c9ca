package io.drover.journal.wiring;

import io.drover.journal.AbsentIncidentStore;
import io.drover.journal.IncidentStore;
import io.drover.journal.postgres.PostgresIncidentStore;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes the store of incidents, in the journal's database. */
@Singleton
public final class IncidentBeans {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** The store, connected to when it is first needed. */
  @Produces
  @Singleton
  IncidentStore incidents(JournalConfig config, Instance<Pool> pool) {
    return config.url().isEmpty()
        ? new AbsentIncidentStore()
        : new PostgresIncidentStore(pool.get(), LONGEST_WAIT);
  }
}
