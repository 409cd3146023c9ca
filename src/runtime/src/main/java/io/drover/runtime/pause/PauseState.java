package io.drover.runtime.pause;

import java.time.Instant;

/** Whether the suite is paused. */
public sealed interface PauseState {

  /** Nobody paused it, or the pause is over. */
  record Running() implements PauseState {}

  /**
   * Nothing acts until then.
   *
   * @param until when it ends by itself
   * @param by who paused it
   * @param why in their words
   */
  record Paused(Instant until, String by, String why) implements PauseState {}

  /**
   * It can't be said, so nothing may act.
   *
   * @param reason what went wrong
   */
  record Unreadable(String reason) implements PauseState {}

  /** Whether acts are allowed as far as the pause is concerned. */
  default boolean isRunning() {
    return this instanceof Running;
  }
}
