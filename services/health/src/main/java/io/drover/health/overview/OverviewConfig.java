package io.drover.health.overview;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the other services of the suite are, for the overview; one without an address is absent.
 */
@ConfigMapping(prefix = "drover.overview")
public interface OverviewConfig {

  /** Base address of scaling: http://scaling:9482. Default: none. */
  Optional<URI> scaling();

  /** Base address of placement: http://placement:9481. Default: none. */
  Optional<URI> placement();

  /** Base address of backup: http://backup:9484. Default: none. */
  Optional<URI> backup();

  /** Base address of failover: http://failover:9485. Default: none. */
  Optional<URI> failover();

  /** File with a viewer's token that they take. */
  Optional<String> tokenFile();

  /** How long to wait for each. Defaults to 2 seconds. */
  @WithDefault("2s")
  Duration timeout();

  /** How long one that keeps failing is left alone. Defaults to 10 seconds. */
  @WithDefault("10s")
  Duration rest();
}
