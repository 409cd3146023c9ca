package io.drover.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One task as a manager reports it.
 *
 * @param id task id
 * @param serviceId the service it belongs to
 * @param slot slot number of a replicated service, 0 for a global one
 * @param nodeId node it was assigned to; empty text while it waits
 * @param containerId its container; empty text before there is one
 * @param state what it is now
 * @param desiredState what the manager wants of it
 * @param stateSince when it entered {@code state}
 * @param createdAt when the manager created it
 * @param message the engine's error or status text; empty when there is none
 * @param addresses its addresses on the service's networks, without their prefix lengths
 */
public record TaskView(
    String id,
    String serviceId,
    int slot,
    String nodeId,
    String containerId,
    TaskState state,
    TaskState desiredState,
    Instant stateSince,
    Instant createdAt,
    String message,
    List<String> addresses) {

  public TaskView {
    addresses = List.copyOf(addresses);
  }

  /** A task whose addresses are of no interest. */
  public TaskView(
      String id,
      String serviceId,
      int slot,
      String nodeId,
      String containerId,
      TaskState state,
      TaskState desiredState,
      Instant stateSince,
      Instant createdAt,
      String message) {
    this(
        id,
        serviceId,
        slot,
        nodeId,
        containerId,
        state,
        desiredState,
        stateSince,
        createdAt,
        message,
        List.of());
  }

  /** Whether the manager wants this task to be running (so it counts as a replica). */
  public boolean isWanted() {
    return desiredState != TaskState.UNKNOWN && desiredState.compareTo(TaskState.RUNNING) <= 0;
  }

  /** Whether the task runs now and is meant to. */
  public boolean isRunning() {
    return state == TaskState.RUNNING && isWanted();
  }

  /** When it came to run, while it does. */
  public Optional<Instant> runningSince() {
    return state == TaskState.RUNNING ? Optional.of(stateSince) : Optional.empty();
  }
}
