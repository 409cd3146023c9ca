package io.drover.journal.wiring;

import io.drover.journal.AbsentBackupCatalogStore;
import io.drover.journal.BackupCatalogStore;
import io.drover.journal.postgres.Connections;
import io.drover.journal.postgres.PostgresBackupCatalogStore;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the store of the catalog of backups, in the journal's database. */
@Singleton
public final class BackupCatalogBeans {
  /** The store, connected to when it is first needed. */
  @Produces
  @Singleton
  BackupCatalogStore catalog(JournalConfig config, Instance<Connections> connections) {
    return config.url().isEmpty()
        ? new AbsentBackupCatalogStore()
        : new PostgresBackupCatalogStore(connections.get());
  }
}
