package io.drover.health;

import io.drover.runtime.agents.AgentsConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the health service. */
@ConfigMapping(prefix = "drover.health")
public interface HealthConfig {

  /** Time between two rounds. Defaults to 5 seconds. */
  @WithDefault("5s")
  Duration period();

  /** The agents. */
  AgentsConfig agents();
}
