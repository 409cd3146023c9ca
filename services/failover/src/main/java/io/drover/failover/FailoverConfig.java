package io.drover.failover;

import io.drover.runtime.agents.AgentsConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of the failover service. */
@ConfigMapping(prefix = "drover.failover")
public interface FailoverConfig {

  /** The description of sites. Defaults to /etc/drover/failover/failover.yml. */
  @WithDefault("/etc/drover/failover/failover.yml")
  Path description();

  /**
   * How long a check of DNS waits until the servers heard of a change from each other. Defaults to
   * 10 seconds.
   */
  @WithDefault("10s")
  Duration dnsPatience();

  /** The agents. */
  AgentsConfig agents();
}
