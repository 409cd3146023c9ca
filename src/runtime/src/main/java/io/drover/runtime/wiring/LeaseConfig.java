package io.drover.runtime.wiring;

import io.drover.runtime.lease.LeaseSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long leases last; see {@link LeaseSettings}. The same for all replicas of a loop. */
@ConfigMapping(prefix = "drover.lease")
public interface LeaseConfig {

  /** How long a contender waits before it takes over. Defaults to 15 seconds. */
  @WithDefault("15s")
  Duration ttl();

  /** How often the holder renews. Defaults to 3 seconds. */
  @WithDefault("3s")
  Duration renewEvery();

  /**
   * How long the holder acts on a renewal; at least {@link #renewEvery} and the 3 seconds that a
   * step takes. Defaults to 10 seconds.
   */
  @WithDefault("10s")
  Duration actFor();
}
