package io.drover.backup.keep;

import io.drover.backup.BackupRuns;
import io.drover.backup.record.Catalog;
import io.drover.backup.record.CatalogKeeper;
import io.drover.backup.run.Packing;
import io.drover.backup.store.BackupStore;
import io.drover.journal.BackupCatalogStore;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what loop and API share. */
@Singleton
public final class KeepBeans {

  /** Keeps the catalog in the database. */
  @Produces
  @Singleton
  CatalogKeeper keeper(BackupCatalogStore database, Dependencies dependencies, TimeSource time) {
    return new CatalogKeeper(database, dependencies, () -> time.now().wall());
  }

  /** The catalog. */
  @Produces
  @Singleton
  Catalog catalog(BackupStore store, CatalogKeeper keeper) {
    return new Catalog(store, keeper);
  }

  /** Reads backups again. */
  @Produces
  @Singleton
  Checks checks(
      BackupStore store,
      Packing packing,
      Catalog catalog,
      TimeSource time,
      @ConfigProperty(name = "drover.backup.age.identity-file") Optional<String> identities) {
    return new Checks(
        new Verifier(store, packing, identities.isPresent()), catalog, () -> time.now().wall());
  }

  /** Starts runs. */
  @Produces
  @Singleton
  RunStarter starter(BackupRuns backup) {
    return request -> backup.runs().start(request);
  }

  /** How it stands with backups. */
  @Produces
  @Singleton
  KeepBoard board() {
    return new KeepBoard();
  }
}
