package io.drover.journal.wiring;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where decisions are kept, and for how long. */
@ConfigMapping(prefix = "drover.journal")
public interface JournalConfig {

  /**
   * The database, {@code postgresql://HOST:PORT/DATABASE}, without user and password. Without it
   * everything stays in the spool.
   */
  Optional<String> url();

  /** Who connects to it. Defaults to drover. */
  @WithDefault("drover")
  String user();

  /** A file with the password, as Docker secrets are. Defaults to none. */
  Optional<Path> passwordFile();

  /** Directory for what is not in the database yet. Defaults to /var/lib/drover/spool. */
  @WithDefault("/var/lib/drover/spool")
  Path spool();

  /** Bytes that the spool may grow to, for example 256M. Defaults to 256M. */
  @WithDefault("256M")
  MemorySize spoolCap();

  /** How long decisions are kept. */
  Retention retention();

  /** How long decisions are kept. */
  interface Retention {

    /** Those that changed something. Defaults to 90 days. */
    @WithDefault("90d")
    Duration acted();

    /** Those that changed nothing. Defaults to 14 days. */
    @WithDefault("14d")
    Duration idle();
  }
}
