package io.drover.backup.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.Objects;

/**
 * A command that was run in a service's task for a backup.
 *
 * @param service in whose task
 * @param phase before or after the volumes were read
 * @param command as the label says it
 * @param exitCode what it ended with; 0 for success
 * @param output the end of what it wrote
 * @param took how long it ran
 */
@RegisterForReflection
public record HookEntry(
    String service, Phase phase, String command, int exitCode, String output, Duration took) {

  /** When it ran. */
  @RegisterForReflection
  public enum Phase {
    @JsonProperty("before")
    BEFORE,
    @JsonProperty("after")
    AFTER
  }

  public HookEntry {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(output, "output");
    if (took.isNegative()) {
      throw new IllegalArgumentException("a command can't have taken " + took);
    }
  }
}
