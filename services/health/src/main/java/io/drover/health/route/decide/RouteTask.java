package io.drover.health.route.decide;

import io.drover.core.model.Reading;
import io.drover.core.model.TaskState;
import java.time.Instant;

/**
 * What is known of one task of a routed service.
 *
 * @param id the task
 * @param node its node's name, for people; empty while it has none
 * @param nodeReady false only where the Swarm says that its node is down; after an election of
 *     managers it calls all nodes unknown for a while
 * @param state what it is now
 * @param desired what the Swarm wants of it
 * @param since when it entered its state
 * @param endpoint where it is reached, or why that is not known
 * @param health what checking it came to
 */
public record RouteTask(
    String id,
    String node,
    boolean nodeReady,
    TaskState state,
    TaskState desired,
    Instant since,
    Reading<Endpoint> endpoint,
    Health health) {

  /** Whether it runs and is to go on. */
  public boolean runs() {
    return state == TaskState.RUNNING && isWanted();
  }

  /** Whether the Swarm wants it to run. */
  public boolean isWanted() {
    return desired != TaskState.UNKNOWN && desired.compareTo(TaskState.RUNNING) <= 0;
  }

  /** Whether it is on its way to run, or to its end. */
  public boolean moves() {
    return isWanted() ? state.isBeforeRunning() : !state.isTerminal();
  }
}
