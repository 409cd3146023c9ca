package io.drover.journal.wiring;

import io.drover.journal.AbsentIncidentStore;
import io.drover.journal.IncidentStore;
import io.drover.journal.postgres.Connections;
import io.drover.journal.postgres.PostgresIncidentStore;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the store of incidents, in the journal's database. */
@Singleton
public final class IncidentBeans {
  /** The store, connected to when it is first needed. */
  @Produces
  @Singleton
  IncidentStore incidents(JournalConfig config, Instance<Connections> connections) {
    return config.url().isEmpty()
        ? new AbsentIncidentStore()
        : new PostgresIncidentStore(connections.get());
  }
}
