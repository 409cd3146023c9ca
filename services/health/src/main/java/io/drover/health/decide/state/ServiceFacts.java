package io.drover.health.decide.state;

import io.drover.core.model.ServiceView;
import io.drover.core.placement.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A service with what decides where its tasks can run, and how its last update went.
 *
 * @param view the service
 * @param image its image as the spec names it, without a digest
 * @param constraints placement constraints as they are written
 * @param maxPerNode most tasks on a node; 0 for any number
 * @param platforms platforms that the image is there for; empty for any
 * @param hostPorts ports that a task takes of its node
 * @param demandsMore whether it asks for something that is not looked at here (generic resources)
 * @param mayGiveUp whether its restart policy lets Swarm stop starting tasks that ended
 * @param rolloutMessage what the engine says about the last update
 * @param rolloutEndedAt when that ended; the epoch when it did not
 */
public record ServiceFacts(
    ServiceView view,
    String image,
    List<String> constraints,
    int maxPerNode,
    List<Platform> platforms,
    Set<String> hostPorts,
    boolean demandsMore,
    boolean mayGiveUp,
    String rolloutMessage,
    Instant rolloutEndedAt) {

  public ServiceFacts {
    constraints = List.copyOf(constraints);
    platforms = List.copyOf(platforms);
    hostPorts = Set.copyOf(hostPorts);
  }

  /** Whether its tasks run until they are stopped: only then is an end a failure. */
  public boolean isLasting() {
    return !(view.mode() instanceof ServiceView.Mode.Other);
  }
}
