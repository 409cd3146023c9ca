package io.drover.failover.stacks;

/** How far a step of turning stacks on or off came. */
public sealed interface SwitchResult {

  /**
   * Nothing is left to do.
   *
   * @param how what makes it sure
   */
  record Done(String how) implements SwitchResult {}

  /**
   * Read again, and repeat the step.
   *
   * @param what is waited for
   */
  record Waiting(String what) implements SwitchResult {}

  /**
   * Repeating won't help until somebody changes something, or the engine answers again.
   *
   * @param why in words for an operator
   */
  record Failed(String why) implements SwitchResult {}
}
