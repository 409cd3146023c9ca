package io.drover.health.route;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The nginx whose upstreams are kept in step. */
@ConfigMapping(prefix = "drover.health.nginx")
public interface NginxConfig {

  /** The folder for one file {@code <backend>.servers} of each backend; without it, no nginx. */
  Optional<String> folder();

  /**
   * Who tests the files and reloads nginx. Defaults to commands, run where Drover runs; hook is a
   * script beside nginx that watches the folder, see swarm/nginx/drover-reload.sh.
   */
  @WithDefault("commands")
  Apply apply();

  /** Tests the configuration: a program and its arguments. Defaults to nginx -t. */
  @WithDefault("nginx,-t")
  List<String> test();

  /** Has nginx read it. Defaults to nginx -s reload. */
  @WithDefault("nginx,-s,reload")
  List<String> reload();

  /** The shortest time between two reloads. Defaults to 500 milliseconds. */
  @WithDefault("500ms")
  Duration gap();

  /** How long a command, or the hook, may take. Defaults to 5 seconds. */
  @WithDefault("5s")
  Duration timeout();

  /** Who tests and reloads. */
  enum Apply {
    /** This service runs the commands. */
    COMMANDS,
    /** A script beside nginx. */
    HOOK
  }
}
