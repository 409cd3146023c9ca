package io.drover.core.decision;

/**
 * The deciding part of a loop: a pure, total and deterministic function. Everything that matters is
 * in its input, the time and the last actions included.
 *
 * @param <I> the input record
 */
@FunctionalInterface
public interface Decider<I> {

  /** Returns what to do and why; the same input always gives the same plan. */
  Plan decide(I input);
}
