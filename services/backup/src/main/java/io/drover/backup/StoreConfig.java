package io.drover.backup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where backups are kept. */
@ConfigMapping(prefix = "drover.backup.store")
public interface StoreConfig {

  /** A folder, where no bucket is named. Defaults to /backups. */
  @WithDefault("/backups")
  Path folder();

  /**
   * Whether it is another Swarm's, to restore from: nothing is written or removed. Each store has
   * one Swarm that writes into it. Defaults to false.
   */
  @WithDefault("false")
  boolean readOnly();

  /** A bucket of an S3-compatible server. */
  S3 s3();

  /** The bucket and how it is reached. */
  interface S3 {

    /** The bucket, which must exist. Default: none, backups go into the folder. */
    Optional<String> bucket();

    /** What all keys begin with, such as {@code swarm1/}. Default: nothing. */
    Optional<String> prefix();

    /** The server's URL: http://minio:9000. Default: Amazon's. */
    Optional<String> endpoint();

    /** The region that requests are signed for. Defaults to us-east-1. */
    @WithDefault("us-east-1")
    String region();

    /** Whether the bucket is named in the path instead of the host. Defaults to true. */
    @WithDefault("true")
    boolean pathStyle();

    /** File with the name of the key. Defaults to the secret backup_s3_access_key. */
    @WithDefault("/run/secrets/backup_s3_access_key")
    Path accessKeyFile();

    /** File with the key. Defaults to the secret backup_s3_secret_key. */
    @WithDefault("/run/secrets/backup_s3_secret_key")
    Path secretKeyFile();
  }
}
