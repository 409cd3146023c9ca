package io.drover.backup;

import io.drover.runtime.agents.AgentsConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the backup service. */
@ConfigMapping(prefix = "drover.backup")
public interface BackupConfig {

  /** Time between two rounds. Defaults to 5 seconds. */
  @WithDefault("5s")
  Duration period();

  /** The agents. */
  AgentsConfig agents();
}
