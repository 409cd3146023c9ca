package io.drover.backup.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of runs. */
@ConfigMapping(prefix = "drover.backup.run")
public interface RunConfig {

  /** How long an agent may take to begin an answer: for some it starts a container. */
  @WithDefault("60s")
  Duration answerWithin();

  /** Time between two looks for what was cut off. */
  @WithDefault("5s")
  Duration recoverEvery();
}
