package io.drover.core.decision;

/**
 * A safety rule of its own. It only ever takes away, and says why.
 *
 * @param <C> what the rule has to know; immutable, clock reading included
 */
@FunctionalInterface
public interface Guard<C> {

  /**
   * Returns the plan with what must not happen moved from {@link Plan#steps()} to {@link
   * Plan#held()}; never adds a step.
   */
  Plan apply(Plan plan, C context);

  /** This guard, then {@code next} on what it left. */
  default Guard<C> then(Guard<? super C> next) {
    return (plan, context) -> next.apply(apply(plan, context), context);
  }
}
