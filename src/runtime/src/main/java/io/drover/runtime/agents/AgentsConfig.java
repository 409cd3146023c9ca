package io.drover.runtime.agents;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Where the agents are and how they are asked; a part of a service's own settings. */
public interface AgentsConfig {
  /** DNS name with one address for each agent. Defaults to tasks.drover_agent. */
  @WithDefault("tasks.drover_agent")
  String name();

  /** Their port. Defaults to 9480. */
  @WithDefault("9480")
  int port();

  /** Base addresses, in place of the name. */
  Optional<List<URI>> addresses();

  /** How long to wait for each. Defaults to 2 seconds. */
  @WithDefault("2s")
  Duration timeout();

  /** File with the token to show them. */
  Optional<String> tokenFile();

  /** Where they are by these settings. */
  static AgentAddresses addresses(AgentsConfig config) {
    return config
        .addresses()
        .map(AgentAddresses::fixed)
        .orElseGet(() -> AgentAddresses.byName(config.name(), config.port()));
  }

  /** The present first line of the token file; without one the agents will refuse us. */
  static String token(AgentsConfig config) {
    return config.tokenFile().map(Path::of).map(AgentsConfig::read).orElse("");
  }

  /** Calls by these settings. */
  static AgentCalls calls(AgentsConfig config) {
    return new AgentCalls(addresses(config), () -> token(config), config.timeout());
  }

  private static String read(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
    } catch (IOException e) {
      Logger.getLogger(AgentsConfig.class).warnf("no agent token from %s: %s", file, e.toString());
      return "";
    }
  }
}
