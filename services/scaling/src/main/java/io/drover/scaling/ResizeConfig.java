package io.drover.scaling;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the resizing loop. */
@ConfigMapping(prefix = "drover.resize")
public interface ResizeConfig {

  /**
   * Time between two rounds, each of which takes one sample of every task. Defaults to 60 seconds,
   * as the VPA's, whose confidence counts samples of a minute.
   */
  @WithDefault("60s")
  Duration period();

  /** How long it is kept what services used in an hour. Defaults to 30 days. */
  @WithDefault("30d")
  Duration historyRetention();
}
