package io.drover.placement;

import io.drover.runtime.agents.AgentsConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the placement service. */
@ConfigMapping(prefix = "drover.placement")
public interface PlacementConfig {

  /** Time between two rounds. Defaults to 5 seconds. */
  @WithDefault("5s")
  Duration period();

  /** The agents. */
  AgentsConfig agents();
}
