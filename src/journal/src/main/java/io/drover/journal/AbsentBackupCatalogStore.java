package io.drover.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Stands where no database is configured: the catalog is known in memory only. */
public final class AbsentBackupCatalogStore implements BackupCatalogStore {
  private static final String REASON = "no database is configured (drover.journal.url)";

  @Override
  public List<Stored> backups(int most) {
    throw away();
  }

  @Override
  public void saveBackups(List<Stored> backups) {
    throw away();
  }

  @Override
  public void forgetBackups(Collection<String> ids) {
    throw away();
  }

  @Override
  public List<Stored> runs(int most) {
    throw away();
  }

  @Override
  public void saveRuns(List<Stored> runs) {
    throw away();
  }

  @Override
  public int forgetRuns(Instant before) {
    throw away();
  }

  private static StoreUnavailableException away() {
    return new StoreUnavailableException(REASON, new IllegalStateException(REASON));
  }
}
