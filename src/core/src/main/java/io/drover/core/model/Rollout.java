package io.drover.core.model;

/** Where a service's update stands, from the Engine API's {@code UpdateStatus.State}. */
public enum Rollout {
  /** No update was ever reported. */
  NONE,
  UPDATING,
  PAUSED,
  COMPLETED,
  ROLLBACK_STARTED,
  ROLLBACK_PAUSED,
  ROLLBACK_COMPLETED,
  /** A state that a newer engine invented; treated as busy, since it could be. */
  UNKNOWN;

  /**
   * Reads the Engine API's name, for example {@code rollback_started}; empty text is {@link #NONE}.
   */
  public static Rollout of(String name) {
    return switch (name) {
      case "" -> NONE;
      case "updating" -> UPDATING;
      case "paused" -> PAUSED;
      case "completed" -> COMPLETED;
      case "rollback_started" -> ROLLBACK_STARTED;
      case "rollback_paused" -> ROLLBACK_PAUSED;
      case "rollback_completed" -> ROLLBACK_COMPLETED;
      default -> UNKNOWN;
    };
  }

  /**
   * Whether the spec must be left alone: another update now would overwrite {@code PreviousSpec}
   * and so break the rollback. A paused one waits for its operator and is left alone too.
   */
  public boolean isBusy() {
    return switch (this) {
      case NONE, COMPLETED, ROLLBACK_COMPLETED -> false;
      case UPDATING, PAUSED, ROLLBACK_STARTED, ROLLBACK_PAUSED, UNKNOWN -> true;
    };
  }

  /** Whether it stands still until an operator decides. */
  public boolean isPaused() {
    return this == PAUSED || this == ROLLBACK_PAUSED;
  }
}
