package io.drover.backup;

import io.drover.backup.store.BackupStore;
import io.drover.backup.store.LocalStore;
import io.drover.backup.store.ReadOnlyStore;
import io.drover.backup.store.S3Connection;
import io.drover.backup.store.S3Store;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the store of the configuration. */
@Singleton
public final class StoreBeans {

  /** The store; nothing is asked of it yet. */
  @Produces
  @Singleton
  BackupStore store(StoreConfig config) {
    BackupStore store = opened(config);
    return config.readOnly() ? new ReadOnlyStore(store) : store;
  }

  private static BackupStore opened(StoreConfig config) {
    StoreConfig.S3 s3 = config.s3();
    if (s3.bucket().isEmpty()) {
      return new LocalStore(config.folder());
    }
    S3Connection connection =
        new S3Connection(
            s3.endpoint().orElse(""),
            s3.region(),
            s3.pathStyle(),
            s3.accessKeyFile(),
            s3.secretKeyFile());
    return new S3Store(connection.open(), s3.bucket().get(), s3.prefix().orElse(""));
  }

  /** Ends its connections. */
  void close(@Disposes BackupStore store) {
    switch (store) {
      case S3Store s3 -> s3.close();
      case ReadOnlyStore other -> other.close();
      default -> {}
    }
  }
}
