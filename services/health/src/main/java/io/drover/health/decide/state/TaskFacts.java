package io.drover.health.decide.state;

import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;

/**
 * A task with how its container ended.
 *
 * @param view the task
 * @param exitCode its container's exit code; {@link #NO_EXIT} while there is none
 * @param error the engine's error text; empty when there is none
 */
public record TaskFacts(TaskView view, int exitCode, String error) {
  /** Stands for the exit code of a container that did not end, or never was. */
  public static final int NO_EXIT = -1;

  /**
   * What it takes the place of, or is replaced in: a slot of a replicated service, a node of a
   * global one.
   */
  public String slot() {
    return view.slot() > 0 ? Integer.toString(view.slot()) : "on " + view.nodeId();
  }

  /** Whether it ended by itself, in failure or not; one that was told to stop did not. */
  public boolean endedByItself() {
    return view.state() == TaskState.FAILED
        || view.state() == TaskState.REJECTED
        || view.state() == TaskState.COMPLETE;
  }
}
