package io.drover.health.route;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The HAProxys whose backends are kept in step. */
@ConfigMapping(prefix = "drover.health.haproxy")
public interface HaproxyConfig {

  /**
   * Their runtime APIs: {@code unix:///run/haproxy/admin.sock}, or {@code tcp://tasks.haproxy:9999}
   * where a name with several addresses stands for as many HAProxys.
   */
  Optional<List<String>> addresses();

  /**
   * Servers of this name and a number are slots; others are not touched. Defaults to slot, as in
   * {@code server-template slot 16 127.0.0.1:1 check disabled}.
   */
  @WithDefault("slot")
  String slots();

  /** How long to wait for an answer. Defaults to 2 seconds. */
  @WithDefault("2s")
  Duration timeout();
}
