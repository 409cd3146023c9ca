package io.drover.placement.decide.limits;

import java.util.List;

/** Whether somebody documents the limits of a service, and what comes of it. */
public sealed interface Governance {

  /**
   * Somebody does.
   *
   * @param documented what is documented
   * @param observing whether its labels say that nothing is to be done
   */
  record Held(Documented documented, boolean observing) implements Governance {}

  /**
   * What is documented has mistakes: the service is left alone as it is.
   *
   * @param problems at least one
   */
  record Wrong(List<String> problems) implements Governance {
    public Wrong {
      problems = List.copyOf(problems);
    }
  }

  /** Nobody does: the service is never touched. */
  record None() implements Governance {}
}
