package io.drover.journal.wiring;

import io.drover.journal.AbsentBackupCatalogStore;
import io.drover.journal.BackupCatalogStore;
import io.drover.journal.postgres.PostgresBackupCatalogStore;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes the store of the catalog of backups, in the journal's database. */
@Singleton
public final class BackupCatalogBeans {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** The store, connected to when it is first needed. */
  @Produces
  @Singleton
  BackupCatalogStore catalog(JournalConfig config, Instance<Pool> pool) {
    return config.url().isEmpty()
        ? new AbsentBackupCatalogStore()
        : new PostgresBackupCatalogStore(pool.get(), LONGEST_WAIT);
  }
}
