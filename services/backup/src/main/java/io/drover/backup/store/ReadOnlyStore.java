package io.drover.backup.store;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Another Swarm's store, to restore from. Each store has one Swarm that writes into it: a second
 * one would take the first one's unfinished backups for leftovers, and prune by labels of its own.
 */
public final class ReadOnlyStore implements BackupStore, AutoCloseable {
  private final BackupStore store;

  /** Only reads this one, which is closed with it. */
  public ReadOnlyStore(BackupStore store) {
    this.store = store;
  }

  @Override
  public String place() {
    return store.place() + ", read-only";
  }

  @Override
  public List<BackupId> list() throws IOException {
    return store.list();
  }

  @Override
  public Manifest manifest(BackupId id) throws IOException {
    return store.manifest(id);
  }

  @Override
  public InputStream open(BackupId id, String object) throws IOException {
    return store.open(id, object);
  }

  @Override
  public Draft begin(BackupId id) throws IOException {
    throw refused();
  }

  @Override
  public void delete(BackupId id) throws IOException {
    throw refused();
  }

  @Override
  public int clearLeftovers() {
    return 0;
  }

  private IOException refused() {
    return new IOException(
        "%s is another Swarm's store: drover.backup.store.read-only is set"
            .formatted(store.place()));
  }

  @Override
  public void close() {
    if (store instanceof S3Store s3) {
      s3.close();
    }
  }
}
