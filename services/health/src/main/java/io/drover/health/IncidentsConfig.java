package io.drover.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How often the Swarm is looked at, and who is told what was found. */
@ConfigMapping(prefix = "drover.incidents")
public interface IncidentsConfig {

  /** Time between two looks; the engine tells nobody of a task's state. Defaults to 2 seconds. */
  @WithDefault("2s")
  Duration period();

  /** Base addresses of Alertmanagers, each of which is told: http://host:9093. Default: none. */
  Optional<List<URI>> alertmanagers();

  /** Addresses that get alerts as Alertmanager's own webhooks do. Default: none. */
  Optional<List<URI>> webhooks();

  /** Time after which firing alerts are sent again to Alertmanagers. Defaults to 1 minute. */
  @WithDefault("1m")
  Duration resend();

  /** How long to wait for a receiver. Defaults to 5 seconds. */
  @WithDefault("5s")
  Duration timeout();

  /** Where people find out more; a link in alerts. Default: none. */
  Optional<URI> externalUrl();

  /** Base address of the placement service, for quotas: http://placement:9481. Default: none. */
  Optional<URI> placement();

  /** Base address of the backup service, for overdue backups: http://backup:9484. Default: none. */
  Optional<URI> backup();

  /** File with a token that both take. */
  Optional<String> placementTokenFile();
}
