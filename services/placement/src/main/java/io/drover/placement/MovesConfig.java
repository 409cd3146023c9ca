package io.drover.placement;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings of what moves tasks: drains, and evening out. */
@ConfigMapping(prefix = "drover.moves")
public interface MovesConfig {

  /**
   * How long a new task has to run until it is counted on, besides its health check. Defaults to 5
   * seconds, as Swarm's own monitoring of an update.
   */
  @WithDefault("5s")
  Duration settle();

  /** How long all nodes must have been well until tasks are evened out. Defaults to 2 minutes. */
  @WithDefault("2m")
  Duration stableFor();

  /** How many moves may begin within an hour, of all services. Defaults to 10. */
  @WithDefault("10")
  int perHour();

  /** When moves may begin: {@code 0 2 * * * Europe/Berlin for 3h}. Defaults to always. */
  Optional<String> window();
}
