package io.drover.health.route.decide;

/** What Drover's own check of a task came to so far. */
public sealed interface Health {

  /** As many checks in a row as are asked for were answered well. */
  record Passing() implements Health {}

  /**
   * As many checks in a row as count were answered badly, by the task or its system.
   *
   * @param why the last of them
   */
  record Failing(String why) implements Health {}

  /**
   * As many checks in a row as count never came to the task. It may be gone, or the checker may be
   * cut off: one task alone can't tell.
   *
   * @param why the last of them
   */
  record Unreachable(String why) implements Health {}

  /** Too few checks yet to say anything. */
  record Pending() implements Health {}

  /** Nobody checks: the task's state is all there is. */
  record Unchecked() implements Health {}
}
