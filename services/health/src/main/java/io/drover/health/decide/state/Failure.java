package io.drover.health.decide.state;

import io.drover.core.model.TaskState;
import java.time.Instant;

/**
 * A task that ended by itself.
 *
 * @param taskId the task
 * @param slot what it ran in, see {@link TaskFacts#slot()}
 * @param at when it ended
 * @param state how: failed, rejected, complete
 * @param exitCode its container's exit code, or {@link TaskFacts#NO_EXIT}
 * @param error the engine's text
 */
public record Failure(
    String taskId, String slot, Instant at, TaskState state, int exitCode, String error) {

  /** What was the matter with it. */
  public enum Cause {
    IMAGE,
    REJECTED,
    UNHEALTHY,
    EXIT
  }

  static Failure of(TaskFacts task) {
    return new Failure(
        task.view().id(),
        task.slot(),
        task.view().stateSince(),
        task.view().state(),
        task.exitCode(),
        task.error());
  }

  /** Only the engine's text tells an image that is missing from another refusal. */
  public Cause cause() {
    if (FailureText.namesTheImage(error)) {
      return Cause.IMAGE;
    }
    if (FailureText.namesTheHealthCheck(error)) {
      return Cause.UNHEALTHY;
    }
    return state == TaskState.REJECTED ? Cause.REJECTED : Cause.EXIT;
  }
}
