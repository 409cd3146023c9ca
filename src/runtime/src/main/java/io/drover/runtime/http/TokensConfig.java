package io.drover.runtime.http;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Files with bearer tokens, as Docker secrets are; a role without a file is held by nobody. */
@ConfigMapping(prefix = "drover.tokens")
public interface TokensConfig {

  /** May read. */
  Optional<Path> viewerFile();

  /** May read and give orders. */
  Optional<Path> operatorFile();

  /** May read agents and give them orders. */
  Optional<Path> agentFile();
}
