package io.drover.failover.decide;

/** What an operator wants. */
public sealed interface Order {

  /** Nothing. */
  record None() implements Order {}

  /**
   * A site is to serve.
   *
   * @param to which
   * @param otherIsOff whether the operator knows the other to be off, and answers for it
   */
  record Serve(Side to, boolean otherIsOff) implements Order {}
}
