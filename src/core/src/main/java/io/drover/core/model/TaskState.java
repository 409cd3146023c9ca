package io.drover.core.model;

import java.util.Locale;

/**
 * The states a Swarm task passes through, in swarmkit's order; {@code UNKNOWN} is one that a newer
 * engine invented.
 */
public enum TaskState {
  NEW,
  ALLOCATED,
  PENDING,
  ASSIGNED,
  ACCEPTED,
  PREPARING,
  READY,
  STARTING,
  RUNNING,
  COMPLETE,
  SHUTDOWN,
  FAILED,
  REJECTED,
  REMOVE,
  ORPHANED,
  UNKNOWN;

  /** Reads the Engine API's lower-case name; a name that is not known becomes {@link #UNKNOWN}. */
  public static TaskState of(String name) {
    for (TaskState state : values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(name)) {
        return state;
      }
    }
    return UNKNOWN;
  }

  /** Whether a task in this state will never run again. */
  public boolean isTerminal() {
    return this != UNKNOWN && compareTo(RUNNING) > 0;
  }

  /** Whether a task in this state waits for its container to run. */
  public boolean isBeforeRunning() {
    return compareTo(RUNNING) < 0;
  }
}
