package io.drover.backup.move;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * How far a move is.
 *
 * @param volume the volume that was named
 * @param volumes all that move
 * @param from the name of the node where they were
 * @param to the name of the node where they go
 * @param services names of the services that move along
 * @param stage what is done now
 * @param since when it was ordered
 * @param by who ordered it
 * @param bytes content of files that was copied so far
 * @param message why it was undone; empty text otherwise
 */
@RegisterForReflection
public record MoveView(
    String volume,
    List<String> volumes,
    String from,
    String to,
    List<String> services,
    Stage stage,
    Instant since,
    String by,
    long bytes,
    String message) {
  public MoveView {
    volumes = List.copyOf(volumes);
    services = List.copyOf(services);
  }

  /** What is done, in this order. */
  @RegisterForReflection
  public enum Stage {
    /** Services stop. */
    @JsonProperty("stopping")
    STOPPING,
    /** Volumes are copied. */
    @JsonProperty("copying")
    COPYING,
    /** Services are tied to the other node and start there. */
    @JsonProperty("starting")
    STARTING,
    /** All is done; the old copy waits to be confirmed. */
    @JsonProperty("moved")
    MOVED,
    /** A step failed: all is as it was. */
    @JsonProperty("undone")
    UNDONE
  }
}
